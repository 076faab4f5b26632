/** One person who unlocked today on this computer: their own keys, and what they hold of each practice. */

import { identityToRecipient } from "age-encryption";
import { type MemberKeys, signIn } from "../../keys/member.ts";
import { type Mine, makeMine, openMine } from "../../keys/mine.ts";
import { base64, fromBase64 } from "../../seal/base64.ts";
import { fingerprint } from "../../seal/jws.ts";
import type { Membership, SignedIn } from "../api.ts";
import type { Held, Inside, LeftOut } from "../protocol.ts";
import { StaysClosed, whyClosed } from "./closed.ts";
import { Holding, type Known } from "./holding.ts";

export class Person {
  /** The fingerprint of their own signing key: the same in every practice. */
  readonly id: string;
  /** What they signed for themselves, as far as it is known here. */
  mine: Mine | null = null;
  /** Home first. */
  holdings: readonly Holding[] = [];
  leftOut: readonly LeftOut[] = [];
  /** When the evening comes, by this computer's clock. */
  untilMs = 0;
  /** What has to be added to this computer's clock to get the vault's. */
  clockOffMs = 0;
  #changed: Mine | null = null;
  #known: ReadonlyMap<string, Known> = new Map();

  private constructor(
    readonly keys: MemberKeys,
    readonly recipient: string,
    /** Their member in the practice at whose door they stand. */
    readonly member: string,
  ) {
    this.id = fingerprint(keys.signing);
  }

  static async of(keys: MemberKeys, member: string): Promise<Person> {
    return new Person(keys, await identityToRecipient(keys.age), member);
  }

  /** Proves to the server that this person's file was opened here. */
  answer(challenge: string): Promise<string> {
    return signIn(this.keys, { challenge, member: this.member });
  }

  /** Unlocked anew: what was known of them counts on, so that the server cannot bring back older things. */
  knows(before: Person | undefined): void {
    if (!before || before === this) return;
    this.mine = before.mine;
    this.#known = before.#known;
  }

  /** Takes what the server answered. The home has to fit; another practice that does not is left out. */
  async take(signedIn: SignedIn): Promise<void> {
    const mine = await openMine(this.keys, fromBase64(signedIn.mine));
    // An older one would bring back a PIN or a fingerprint that was given up.
    if (this.mine && mine.number < this.mine.number) throw new StaysClosed("other-key");
    const { holdings, leftOut } = await this.#open(signedIn, mine);
    this.drop();
    this.mine = mine;
    this.holdings = holdings;
    this.#known = new Map([...this.#known, ...holdings.map(knownOf)]);
    this.leftOut = leftOut;
    this.clockOffMs = Date.parse(signedIn.now) - Date.now();
    this.untilMs = Date.parse(signedIn.until) - this.clockOffMs;
    if (Number.isNaN(this.untilMs)) throw new StaysClosed("damaged");
  }

  async #open({ practices }: SignedIn, mine: Mine) {
    const holdings: Holding[] = [];
    const leftOut: LeftOut[] = [];
    for (const [at, said] of practices.entries()) {
      try {
        const { slug } = said.practice;
        const pin = Object.hasOwn(mine.practices, slug) ? mine.practices[slug] : undefined;
        const known = this.#known.get(slug);
        holdings.push(await Holding.open({ said, pin, identity: this.keys.age, known }));
      } catch (error) {
        if (at === 0) throw error;
        leftOut.push({ practice: said.practice.name, why: whyClosed(error) });
      }
    }
    if (holdings.length === 0) throw new StaysClosed("no-key");
    return { holdings, leftOut };
  }

  /** Keys or people of one practice changed while the desk is open: verified as at the sign-in. */
  async renew(said: Membership): Promise<void> {
    const { slug } = said.practice;
    const before = this.holding(slug);
    const { id } = before.said.member;
    if (said.member.id !== id) throw new StaysClosed("other-key");
    const pin = this.mine?.practices[slug];
    const known = this.#known.get(slug);
    const holding = await Holding.open({ said, pin, identity: this.keys.age, known });
    // Locked meanwhile: nothing of it stays.
    if (!this.holdings.includes(before)) return holding.drop();
    this.holdings = this.holdings.map((one) => (one === before ? holding : one));
    this.#known = new Map([...this.#known, knownOf(holding)]);
    before.drop();
  }

  /**
   * The practices' newest fingerprints, where another one is still signed as trusted: who holds a former
   * key could name another successor of that one. Null when there are none.
   */
  get newlyTrusted(): Mine["practices"] | null {
    if (!this.mine) return null;
    const { practices } = this.mine;
    const moved = this.holdings.filter(({ slug, fingerprint }) => practices[slug] !== fingerprint);
    if (moved.length === 0) return null;
    return { ...practices, ...Object.fromEntries(moved.map((one) => [one.slug, one.fingerprint])) };
  }

  /** A new one, signed and sealed, for the server to keep; it counts here once `kept` says so. */
  async change(change: Partial<Pick<Mine, "pin" | "practices">>): Promise<string> {
    if (!this.mine) throw new StaysClosed("locked");
    const sealed = await makeMine(this.keys, { ...this.mine, ...change }, this.mine);
    this.#changed = await openMine(this.keys, sealed);
    return base64(sealed);
  }

  kept(): void {
    this.mine = this.#changed ?? this.mine;
    this.#changed = null;
  }

  get pin(): string | null {
    return this.mine?.pin ?? null;
  }

  get home(): Holding {
    const [home] = this.holdings;
    if (!home) throw new StaysClosed("locked");
    return home;
  }

  holding(practice?: string): Holding {
    if (practice === undefined) return this.home;
    const found = this.holdings.find(({ slug }) => slug === practice);
    if (!found) throw new StaysClosed("other-practice");
    return found;
  }

  /** What a page may know of them while they stand before it. */
  get inside(): Inside {
    return {
      ...this.home.seat,
      person: this.id,
      seats: this.holdings.map(({ seat }) => seat),
      leftOut: [...this.leftOut],
      pin: this.pin !== null,
      untilMs: this.untilMs,
      clockOffMs: this.clockOffMs,
    };
  }

  /** What the locked screen may know of them. */
  held(last: boolean): Held {
    const { member, practice } = this.home.said;
    const ids = this.holdings.map(({ said }) => said.member.id);
    const { id: person, member: at, untilMs } = this;
    return { person, at, ids, member, practice, last, untilMs };
  }

  drop(): void {
    for (const holding of this.holdings) holding.drop();
    this.holdings = [];
  }
}

const knownOf = ({ slug, card, roster }: Holding): [string, Known] => [slug, { card, roster }];
