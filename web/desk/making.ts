/**
 * What set-up makes, without its page: the first turn of keys, the member's locked file, what the
 * practitioner signs, and the one request that publishes. Nothing in that request is secret and
 * unsealed; what is kept until then is sealed to the practitioner's own key.
 */

import { Encrypter } from "age-encryption";
import { toGroups } from "../keys/groups.ts";
import { type MemberKeys, newMember, sealMember, unlock } from "../keys/member.ts";
import { makeMine } from "../keys/mine.ts";
import { provenPair } from "../keys/own-pair.ts";
import type { Language } from "../keys/passphrase.ts";
import { instant } from "../keys/plan.ts";
import { digestOf } from "../keys/roster.ts";
import { publicHalf, sign } from "../keys/signing.ts";
import { type Paper, prove, type Turn, type Turned, turn } from "../keys/turn.ts";
import { decrypt } from "../open/decrypt.ts";
import { base64, fromBase64 } from "../seal/base64.ts";
import { isObject, readJson, writeJson } from "../seal/json.ts";
import { fingerprint } from "../seal/jws.ts";
import { type Asked, askFrom, forLater } from "./asked.ts";
import { AGREEMENT_TYP, INSTRUCTION_TYP, telling } from "./telling.ts";

/** Whom the invitation is for. */
export interface Invited {
  practice: string;
  /** The relay's fingerprint. */
  relay: string;
  member: { id: string; name: string };
}

/** What the server keeps between two sittings: both files open with the passphrase alone. */
export interface Draft {
  step: string;
  /** The practitioner's own key, locked by the passphrase; base64. */
  sealed_key: string;
  /** All that was made so far, sealed to that key; base64. */
  age: string;
}

/** What the server kept is not this set-up's. */
export class NotThisDraft extends Error {
  override name = "NotThisDraft";
}

type Own = MemberKeys & { recipient: string };

/** Plain JSON, as it lies in a draft. */
interface Made {
  v: 1;
  practice: string;
  recipient: string;
  turned: Omit<Turned, "paper">;
  /** Null once it is on paper only. */
  paper: Paper | null;
  /** What the proof needs after that. */
  asked: Asked | null;
  /** The turn with its proof. */
  proven: Turn | null;
  /** The text that the practitioner signed, by its digest. */
  agreed: string | null;
  /** What the Publisher may do until further notice. */
  acts: string[];
  /** What publishes, made once: a repeat carries the same bytes, so that it is the same set-up. */
  request: object | null;
}

export class Making {
  readonly #invited: Invited;
  readonly #member: Own;
  #made: Made;
  #sealedMember = "";

  private constructor(invited: Invited, member: Own, made: Made) {
    this.#invited = invited;
    this.#member = member;
    this.#made = made;
  }

  static async begin(invited: Invited, at: Date): Promise<Making> {
    const member = await newMember();
    const { recipient } = member;
    const { practice } = invited;
    const first = await firstTurn(invited, member, at);
    return new Making(invited, member, { v: 1, practice, recipient, ...first, ...UNSIGNED });
  }

  /** Goes on where a draft was left. Takes a second; WrongPassphrase, NotThisDraft. */
  static async resume(invited: Invited, draft: Draft, passphrase: string): Promise<Making> {
    const keys = await unlock(fromBase64(draft.sealed_key), passphrase);
    const made = readJson(await decrypt(keys.age, fromBase64(draft.age)));
    if (!isMade(made) || made.practice !== invited.practice) {
      throw new NotThisDraft("what was kept belongs to another set-up");
    }
    const making = new Making(invited, { ...keys, recipient: made.recipient }, made);
    making.#sealedMember = draft.sealed_key;
    return making;
  }

  async lock(passphrase: string): Promise<void> {
    this.#sealedMember = base64(await sealMember(this.#member, passphrase));
  }

  async draft(step: string): Promise<Draft> {
    if (this.#sealedMember === "") throw new Error("there is no passphrase yet");
    const encrypter = new Encrypter();
    encrypter.addRecipient(this.#member.recipient);
    const { asked } = this.#made;
    const kept = { ...this.#made, asked: asked && forLater(asked) };
    const age = base64(await encrypter.encrypt(writeJson(kept)));
    return { step, sealed_key: this.#sealedMember, age };
  }

  /** The root key, for the printer. */
  layOut(): string {
    return this.#toPrint().root;
  }

  /** From here on the key is on paper only; what stays is what the proof asks with. */
  forget(language: Language): void {
    const asked = this.#made.asked ?? askFrom(toGroups(this.#toPrint().root, language), language);
    this.#made = { ...this.#made, paper: null, asked };
  }

  get asked(): Asked {
    if (!this.#made.asked) throw new Error("nothing was printed yet");
    return this.#made.asked;
  }

  /** For new sheets: what the old ones alone carried is made anew. */
  async renew(at: Date): Promise<void> {
    // The old sheets may be the published ones.
    if (this.#made.request) throw new Error("the keys were sent: their sheets stay");
    const first = await firstTurn(this.#invited, this.#member, at, this.#made.turned.held);
    this.#made = { ...this.#made, ...first, asked: null, proven: null };
  }

  /** Opens with the key read from paper what is sealed to it, and signs that it did. */
  async prove(root: string): Promise<void> {
    this.#made.proven = await prove(this.#made.turned, root);
  }

  get isSent(): boolean {
    return this.#made.request !== null;
  }

  get fingerprint(): string {
    return fingerprint(this.#made.turned.held.signing);
  }

  /** Under the text as it was shown, to the letter; its signature is dated when it is sent. */
  agree(text: string | null): void {
    this.#made.agreed = text === null ? null : digestOf(text);
  }

  instruct(acts: readonly string[]): void {
    this.#made.acts = [...acts];
  }

  get agreed(): string | null {
    return this.#made.agreed;
  }

  get acts(): readonly string[] {
    return this.#made.acts;
  }

  async request(computer: string, at: Date): Promise<object> {
    this.#made.request ??= await this.#put(computer, at);
    return this.#made.request;
  }

  /** The desk said that it kept nothing of it. */
  refused(): void {
    this.#made.request = null;
  }

  /** The practitioner's own key and their grants: what a desk opens with. */
  get own(): { identity: string; grants: Turn["grants"] } {
    return { identity: this.#member.age, grants: this.#made.turned.turn.grants };
  }

  async #put(computer: string, at: Date): Promise<object> {
    const { proven } = this.#made;
    if (!proven) throw new Error("the sheet is not proven yet");
    const practices = { [this.#invited.practice]: this.fingerprint };
    const mine = await makeMine(this.#member, { pin: null, practices });
    const files = { sealed: fromBase64(this.#sealedMember), mine };
    const place = { practice: this.#invited.practice, member: this.#invited.member.id };
    return {
      member: await provenPair(this.#member, files, place),
      turn: proven,
      agreement: await this.#signAgreement(at),
      instructions: await this.#signInstructions(at),
      computer: computer.trim() || null,
    };
  }

  #signAgreement(at: Date): Promise<string> {
    const { agreed, turned } = this.#made;
    if (agreed === null) throw new Error("nothing was agreed to yet");
    return sign({ v: 1, ...this.#signer(at), text: agreed }, turned.held.signing, AGREEMENT_TYP);
  }

  /** One for each act, so that each can be taken back on its own. */
  async #signInstructions(at: Date): Promise<string[]> {
    const { acts, turned } = this.#made;
    const { practice, member } = this.#invited;
    const signed: string[] = [];
    for (const act of acts) {
      const told = { acts: [act], until: null, about: null, withdraws: null };
      const signer = { practice, member: member.id, at };
      const said = telling(told, signed.at(-1) ?? null, [this.fingerprint], signer);
      signed.push(await sign(said, turned.held.signing, INSTRUCTION_TYP));
    }
    return signed;
  }

  #signer(at: Date) {
    const { practice, member } = this.#invited;
    return { practice, issued: instant(at), member: member.id };
  }

  #toPrint(): Paper {
    if (!this.#made.paper) throw new Error("it is on paper only");
    return this.#made.paper;
  }
}

const UNSIGNED = { asked: null, proven: null, agreed: null, acts: [], request: null };

const firstTurn = async (
  { practice, relay, member }: Invited,
  own: Own,
  at: Date,
  keep?: Turned["held"],
) => {
  const { recipient, signing } = own;
  const pair = { recipient, signing: publicHalf(signing) };
  const seat = { ...member, role: "PRACTITIONER", ...pair, until: null } as const;
  const made = await turn(null, { why: "first", practice, relay, member: seat, keep, at });
  const { paper, ...turned } = made;
  return { turned, paper };
};

/** The file is sealed to the practitioner and made by this page: its shape is looked at, not each key. */
const isMade = (made: unknown): made is Made =>
  isObject(made) &&
  made.v === 1 &&
  typeof made.practice === "string" &&
  typeof made.recipient === "string" &&
  isObject(made.turned) &&
  Array.isArray(made.acts);
