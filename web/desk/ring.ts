/**
 * The keys of the person at the desk, while it is open. Lives in the worker; nothing here is ever
 * written, and no key, no passphrase goes back to a page.
 */

import { identityToRecipient } from "age-encryption";
import { openGrant } from "../keys/grants.ts";
import { type MemberKeys, signIn, unlock } from "../keys/member.ts";
import { sign } from "../keys/signing.ts";
import { openCard, sealCard } from "../open/cards.ts";
import { openForm } from "../open/open.ts";
import { fromBase64 } from "../seal/base64.ts";
import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { KeyCard, PrivateJwk } from "../types/sealed.ts";
import { digestOf, isWhole } from "./accepting.ts";
import type { SignedIn } from "./api.ts";
import { CHOICES_TYP, following, signedBefore } from "./following.ts";
import type { Asks, Beside, Closed, Inside } from "./protocol.ts";

type Ask<Name extends keyof Asks> = Asks[Name]["ask"];
type Answer<Name extends keyof Asks> = Promise<Asks[Name]["answer"]>;

/** It stays closed; the code is all that the page gets to know. */
export class StaysClosed extends Error {
  override name = "StaysClosed";

  constructor(readonly why: Closed) {
    super(why);
  }
}

export class Ring {
  #member: MemberKeys | null = null;
  readonly #keys = new Map<string, string>();
  /** The practice's own, where it was granted: it signs choices, and nothing else is asked of it. */
  #signing: PrivateJwk | null = null;
  /** Of that key, as the key card says it that let this member in. */
  #fingerprint = "";
  #inside: Inside | null = null;

  get inside(): Inside | null {
    return this.#inside;
  }

  /** The member's file is open, and nobody has entered with it yet. */
  get unlocked(): boolean {
    return this.#member !== null;
  }

  /** Opens the member's file and signs the server's challenge with what lies in it. */
  async unlock({ sealedKey, passphrase, challenge, member }: Ask<"unlock">): Answer<"unlock"> {
    this.forget();
    this.#member = await unlock(fromBase64(sealedKey), passphrase);
    return signIn(this.#member, { challenge, member });
  }

  /** Opens the grants, all or none. Afterwards the member's own key is neither needed nor held. */
  async enter({ signedIn }: Ask<"enter">): Answer<"enter"> {
    const own = this.#member;
    this.drop();
    if (!own) throw new StaysClosed("locked");
    const card = readKeyCard({
      jws: signedIn.card,
      practice: signedIn.practice.slug,
      pinned: signedIn.fingerprint,
    });
    try {
      await this.#take(signedIn, own.age, card);
    } catch (error) {
      this.drop();
      throw error;
    }
    this.#fingerprint = card.fingerprint;
    const { member, practice, forms } = signedIn;
    const keys = [...this.#keys.keys()].filter((key) => !key.startsWith("cards/"));
    this.#inside = { member, practice, keys, signs: this.#signing !== null, forms };
    return this.#inside;
  }

  async #take(signedIn: SignedIn, identity: string, card: KeyCard): Promise<void> {
    const { member, practice, grants } = signedIn;
    for (const { key, sealed } of grants) {
      const file = { identity, sealed: fromBase64(sealed), practice: practice.slug, key };
      const secret = await openGrant(file);
      if (typeof secret === "string") this.#keys.set(key, secret);
      else if (fingerprint(secret) !== card.fingerprint) throw new StaysClosed("other-key");
      else this.#signing = secret;
    }
    // Without the practice's signing key, card and pin would both be the server's own word.
    if (member.role === "PRACTITIONER" && !this.#signing) throw new StaysClosed("other-key");
    for (const [name, { id, recipient }] of Object.entries(card.keys)) {
      // A class key of another's making would let a server choose who reads what is sealed next.
      if (this.#holds(name) && !(await this.#opens(id, recipient))) {
        throw new StaysClosed("other-key");
      }
    }
  }

  /** Any epoch of a class: whoever holds one holds the current one too. */
  #holds(name: string): boolean {
    return [...this.#keys.keys()].some((key) => key.startsWith(`${name}/`));
  }

  async #opens(id: string, recipient: string): Promise<boolean> {
    const held = this.#keys.get(id);
    return held !== undefined && (await identityToRecipient(held)) === recipient;
  }

  async open({ sealed, place }: Ask<"open">): Answer<"open"> {
    const { practice, forms } = this.#open();
    const form = forms[place.activity];
    if (!form) throw new StaysClosed("unknown-form");
    const identity = this.#keys.get(sealed.key);
    if (identity === undefined) throw new StaysClosed("no-key");
    const { context, answers, problems } = await openForm({
      form,
      identity,
      sealed: fromBase64(sealed.age),
      expected: { practice: practice.slug, key: sealed.key, ...place },
    });
    return { answers, problems, version: context.version };
  }

  async readCard({ jwe, ...beside }: Ask<"readCard">): Answer<"readCard"> {
    const keys = this.#cardKeys(beside);
    if (keys.length === 0) throw new StaysClosed("no-key");
    for (const key of keys) {
      try {
        return await openCard({ key, beside: this.#beside(beside), jwe });
      } catch {
        // Of another epoch, or damaged: the next key says.
      }
    }
    throw new StaysClosed("damaged");
  }

  async makeCard({ key, card, ...beside }: Ask<"makeCard">): Answer<"makeCard"> {
    const cardKey = this.#keys.get(`cards/${key}`);
    if (cardKey === undefined) throw new StaysClosed("no-key");
    return sealCard({ key: cardKey, beside: this.#beside(beside), card });
  }

  async readChoices({ jws }: Ask<"readChoices">): Answer<"readChoices"> {
    const { practice } = this.#open();
    return jws === null ? null : signedBefore(jws, practice.slug, this.#fingerprint).choices;
  }

  /** Hosting is accepted by the digest of the facts that were shown, or stays as it was signed before. */
  async signChoices({ previous, choices, hosting }: Ask<"signChoices">): Answer<"signChoices"> {
    const { practice } = this.#open();
    const key = this.#signing;
    if (!key) throw new StaysClosed("no-key");
    const before = await this.readChoices({ jws: previous });
    const accepted = (choices as { hosting?: unknown }).hosting ?? null;
    const known = [null, before?.hosting, digestOf(hosting.facts)];
    if (!isWhole(hosting) || !known.includes(accepted)) throw new StaysClosed("other-facts");
    const payload = following({ previous, choices, practice: practice.slug, key, at: new Date() });
    return sign(payload, key, CHOICES_TYP);
  }

  /** The member's own key goes; what is open stays open. */
  forget(): void {
    this.#member = null;
  }

  drop(): void {
    this.forget();
    this.#inside = null;
    this.#signing = null;
    this.#fingerprint = "";
    this.#keys.clear();
  }

  #open(): Inside {
    if (!this.#inside) throw new StaysClosed("locked");
    return this.#inside;
  }

  #beside({ activity, id }: Beside) {
    return { practice: this.#open().practice.slug, activity, id };
  }

  #cardKeys({ activity }: Beside): string[] {
    const ofClass = this.#open().forms[activity]?.class;
    const named = [...this.#keys].filter(([key]) => key.startsWith(`cards/${ofClass}/`));
    return named.reverse().map(([, key]) => key);
  }
}

const BY_NAME: Readonly<Record<string, Closed>> = {
  WrongPassphrase: "wrong-passphrase",
  Moved: "moved",
  OtherPractice: "other-practice",
  AnotherPractice: "other-practice",
  NotThisGrant: "other-key",
  AnotherKey: "other-key",
  NotOurs: "other-key",
  OtherKey: "other-key",
};

/** Which sentence the page shows for an error. Its own text stays here: it may quote what was opened. */
export const whyClosed = (error: unknown): Closed => {
  if (error instanceof StaysClosed) return error.why;
  return (error instanceof Error ? BY_NAME[error.name] : undefined) ?? "damaged";
};
