/**
 * What one person holds of one practice: the keys that were granted, verified before any of them is
 * used. All or none: a practice whose keys do not fit is not opened.
 */

import { identityToRecipient } from "age-encryption";
import { admissionsUnder } from "../../keys/admission.ts";
import type { Held } from "../../keys/grant-to.ts";
import { openGrant } from "../../keys/grants.ts";
import type { Role } from "../../keys/roles.ts";
import { isListed, OlderRoster, type Roster, readRoster, standing } from "../../keys/roster.ts";
import { walk } from "../../keys/succession.ts";
import { fromBase64 } from "../../seal/base64.ts";
import { fingerprint } from "../../seal/jws.ts";
import { readKeyCard } from "../../seal/keycard.ts";
import type { KeyCard, PrivateJwk } from "../../types/sealed.ts";
import type { Membership } from "../api.ts";
import type { Seat } from "../protocol.ts";
import { StaysClosed } from "./closed.ts";
import { newestSeen } from "./rows.ts";

interface ToOpen {
  said: Membership;
  /** The fingerprint that this person trusted first; undefined when they never did. */
  pin: string | undefined;
  /** The person's own key, `AGE-SECRET-KEY-PQ-1…`. */
  identity: string;
  /** What this desk read of it before, if it did: nothing older counts. */
  known?: Known | undefined;
}

/** The practice as it was last seen here. */
export type Known = Pick<Holding, "card" | "roster">;

export class Holding {
  /** Class keys and list-card keys, by the name of their grant. */
  readonly keys = new Map<string, string>();
  /** The practice's own key, where it was granted: it signs in the practice's name. */
  signing: PrivateJwk | null = null;

  private constructor(
    /** What the server said at the sign-in, beside the keys: admissions, journal heads, dates. */
    readonly said: Membership,
    readonly card: KeyCard,
    readonly roster: Roster,
    /** Every fingerprint since the one that this person trusted first; the last one is in force. */
    readonly chain: readonly string[],
  ) {}

  /** Opens the grants with the person's own key, once card and roster are the practice's. */
  static async open({ said, pin, identity, known }: ToOpen): Promise<Holding> {
    const { slug } = said.practice;
    if (pin === undefined) throw new StaysClosed("not-pinned");
    const chain = walk(pin, said.successions, slug);
    const card = readKeyCard({ jws: said.card, practice: slug, pinned: chain.at(-1) });
    // Another successor of the key that was trusted first is no successor of the one trusted since.
    if (known && !chain.includes(known.card.fingerprint)) throw new StaysClosed("other-key");
    const roster = readRoster({ jws: said.roster, card, known: known?.roster });
    const seen = newestSeen(said.heads, slug);
    if (card.serial < Math.max(seen.card, known?.card.serial ?? 0) || roster.number < seen.roster) {
      throw new OlderRoster("the keys or the roster are older than what was signed since");
    }
    const holding = new Holding(said, card, roster, chain);
    await holding.#take(identity);
    return holding;
  }

  /** The fingerprint in force. */
  get fingerprint(): string {
    return this.card.fingerprint;
  }

  get slug(): string {
    return this.said.practice.slug;
  }

  /** What a page may know of it. */
  get seat(): Seat {
    const { practice, member, forms } = this.said;
    const keys = [...this.keys.keys()].filter((key) => !key.startsWith("cards/"));
    return { practice, member, keys, signs: this.signing !== null, forms };
  }

  /** All secrets of this practice that lie open here, as turning and granting take them. */
  get held(): Held {
    const named = (cards: boolean) =>
      Object.fromEntries([...this.keys].filter(([key]) => key.startsWith("cards/") === cards));
    return { signing: this.signing, classes: named(false), cards: named(true) };
  }

  key(name: string): string {
    const held = this.keys.get(name);
    if (held === undefined) throw new StaysClosed("no-key");
    return held;
  }

  /** The practice's signing key; whoever was not granted it signs nothing in its name. */
  sign(): PrivateJwk {
    if (!this.signing) throw new StaysClosed("no-key");
    return this.signing;
  }

  /** Whether this practice signed with that key at some time. */
  isOurs(signer: string): boolean {
    return this.chain.includes(signer);
  }

  drop(): void {
    this.keys.clear();
    this.signing = null;
  }

  async #take(identity: string): Promise<void> {
    for (const { key, sealed } of this.said.grants) {
      const file = { identity, sealed: fromBase64(sealed), practice: this.slug, key };
      const secret = await openGrant(file);
      if (typeof secret !== "string") this.#takeSigning(key, secret);
      else if (key.startsWith("cards/") && !isListed(this.roster, key, secret)) {
        // Names would go to whoever made the key.
        throw new StaysClosed("other-key");
      } else this.keys.set(key, secret);
    }
    // Without the practice's signing key, card and pin would both be the server's own word.
    if (this.#role === "PRACTITIONER" && !this.signing) {
      throw new StaysClosed("other-key");
    }
    for (const [name, { id, recipient }] of Object.entries(this.card.keys)) {
      // A class key of another's making would let a server choose who reads what is sealed next.
      if (this.#holds(name) && !(await this.#opens(id, recipient))) {
        throw new StaysClosed("other-key");
      }
    }
  }

  /** Whoever was let in again by a colleague who holds less stands as that colleague does. */
  get #role(): Role {
    const { roster, said } = this;
    const seats = standing(roster, admissionsUnder(roster, said.admissions), "");
    return seats.find(({ id }) => id === said.member.id)?.role ?? said.member.role;
  }

  #takeSigning(key: string, secret: PrivateJwk): void {
    if (key !== "signing" || fingerprint(secret) !== this.card.fingerprint) {
      throw new StaysClosed("other-key");
    }
    this.signing = secret;
  }

  /** Any epoch of a class: whoever holds one holds the current one too. */
  #holds(name: string): boolean {
    return [...this.keys.keys()].some((key) => key.startsWith(`${name}/`));
  }

  async #opens(id: string, recipient: string): Promise<boolean> {
    const held = this.keys.get(id);
    return held !== undefined && (await identityToRecipient(held)) === recipient;
  }
}
