/**
 * What comes back with a recovery sheet, without its page: the keys under it, compared with what the
 * practice signed, and a new pair for one practitioner. The sheet's key stays here.
 */

import { identityToRecipient } from "age-encryption";
import type { Held } from "../keys/grant-to.ts";
import { isPrivateJwk, type Secret } from "../keys/grants.ts";
import { isListed, type Roster, readRoster } from "../keys/roster.ts";
import { seat } from "../keys/seating.ts";
import { compareClasses, openSheet, type SheetFile } from "../keys/sheet.ts";
import { sign } from "../keys/signing.ts";
import { newId } from "../seal/ids.ts";
import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { KeyCard, PrivateJwk } from "../types/sealed.ts";
import { call, type Member, type Practice, Refused, type SignedIn } from "./api.ts";
import { makePair } from "./own-pair.ts";
import { dateOf } from "./words.ts";

export const RECOVERY = "quenotte-recovery";

/** The sheet opens nothing of this practice: another's, or one that was replaced. */
export class OtherSheet extends Error {
  override name = "OtherSheet";
}

/** The server shows other keys than those under the sheet. */
export class OtherKeys extends Error {
  override name = "OtherKeys";
}

interface Shown {
  practice: Practice;
  cards: string[];
  successions: string[];
  roster: string;
  admissions: string[];
  members: Member[];
  /** All that is sealed to the sheet. */
  sheet: SheetFile[];
  now: string;
}

interface Opened {
  shown: Shown;
  card: KeyCard;
  roster: Roster;
  held: Held;
}

export class Recovering {
  #opened: Opened | null = null;

  constructor(
    readonly slug: string,
    readonly root: string,
  ) {}

  get practice(): Practice {
    return this.#now().shown.practice;
  }

  /** Who may come back. */
  get practitioners(): readonly Member[] {
    return this.#now().shown.members;
  }

  /** Opens what is sealed to the sheet, proves it, and reads who works there. */
  async open(): Promise<void> {
    const practice = this.slug;
    const asked = await post<{ challenge: string; sheet: SheetFile[] }>("recovery", { practice });
    const succession = signingKey(await this.#secrets(asked.sheet), "succession");
    const payload = { practice, challenge: asked.challenge };
    const proof = await sign(payload, succession, RECOVERY);
    const shown = await post<Shown>("recovery/prove", { practice, proof });
    this.#opened = await this.#compared(shown, await this.#secrets(shown.sheet));
  }

  /** A new pair, a roster that seats it, all keys granted to it: the person is back. */
  async enter(passphrase: string, who: { member: Member | null; name: string }): Promise<SignedIn> {
    const { practice } = this;
    const id = who.member?.id ?? newId();
    const pinned = { practice: practice.slug, fingerprint: this.#now().card.fingerprint };
    const pair = await makePair(passphrase, { ...pinned, member: id });
    try {
      return await this.#seat(id, who, pair);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) throw error;
      // Somebody was seated in between: the roster is read anew, once.
      await this.open();
      return await this.#seat(id, who, pair);
    }
  }

  async #seat(
    id: string,
    { member, name }: { member: Member | null; name: string },
    pair: Awaited<ReturnType<typeof makePair>>,
  ): Promise<SignedIn> {
    const { shown, roster, held } = this.#now();
    const { practice, cards, admissions, now } = shown;
    const before = {
      ...held,
      practice: practice.slug,
      card: cards.at(-1) ?? "",
      roster: shown.roster,
      admissions,
    };
    const { recipient, signing } = pair;
    const until = roster.members.find((one) => one.id === id)?.until ?? null;
    const newcomer = { id, name, role: "PRACTITIONER", recipient, signing, until } as const;
    const when = { today: dateOf(now, practice.zone), at: new Date(now) };
    const seated = await seat(before, newcomer, when);
    const language = document.documentElement.lang;
    return post<SignedIn>("recovery/enter", {
      member: member?.id ?? null,
      name,
      ...pair,
      ...seated,
      language,
    });
  }

  async #secrets(sheet: SheetFile[]): Promise<ReadonlyMap<string, Secret>> {
    try {
      return await openSheet({ root: this.root, sheet, practice: this.slug });
    } catch {
      throw new OtherSheet("this sheet does not open the practice's keys");
    }
  }

  /** Whoever runs the server could show another practice's signatures: the sheet decides. */
  async #compared(shown: Shown, secrets: ReadonlyMap<string, Secret>): Promise<Opened> {
    const signing = signingKey(secrets, "signing");
    try {
      const newest = { jws: shown.cards.at(-1) ?? "", practice: this.slug };
      const card = readKeyCard({ ...newest, pinned: fingerprint(signing) });
      await compareClasses(secrets, card);
      const roster = readRoster({ jws: shown.roster, card });
      if (roster.sheet !== (await identityToRecipient(this.root))) {
        throw new OtherKeys("the roster names another sheet");
      }
      return { shown, card, roster, held: heldOf(secrets, signing, roster) };
    } catch {
      throw new OtherKeys("what the server shows is not what lies under the sheet");
    }
  }

  #now(): Opened {
    if (!this.#opened) throw new Error("nothing was opened yet");
    return this.#opened;
  }
}

const post = <Answer>(path: string, body: object): Promise<Answer> =>
  call<Answer>(path, { method: "POST", body });

const signingKey = (secrets: ReadonlyMap<string, Secret>, key: string): PrivateJwk => {
  const secret = secrets.get(key);
  if (!isPrivateJwk(secret)) throw new OtherSheet(`there is no ${key} key under the sheet`);
  return secret;
};

const heldOf = (
  secrets: ReadonlyMap<string, Secret>,
  signing: PrivateJwk,
  roster: Roster,
): Held => {
  const texts = [...secrets].filter(
    (each): each is [string, string] => typeof each[1] === "string",
  );
  const cards = texts.filter(([key]) => key.startsWith("cards/"));
  return {
    signing,
    classes: Object.fromEntries(texts.filter(([key]) => !key.startsWith("cards/"))),
    cards: Object.fromEntries(cards.filter(([key, secret]) => isListed(roster, key, secret))),
  };
};
