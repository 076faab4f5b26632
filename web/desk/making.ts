/**
 * What set-up makes, without its page: keys, the member's locked file, the sheet, and the one
 * request that publishes. Nothing in that request is secret and unsealed.
 */

import { makeGrant } from "../keys/grants.ts";
import { newMember, sealMember } from "../keys/member.ts";
import {
  GRANTS_OF,
  grantable,
  newPracticeKeys,
  type PracticeKeys,
  signKeyCard,
} from "../keys/practice.ts";
import { proveSheet, type SheetFile, sealToSheet } from "../keys/sheet.ts";
import { publicHalf } from "../keys/signing.ts";
import { base64 } from "../seal/base64.ts";
import type { PublicJwk } from "../types/sealed.ts";

/** What is on paper alone, once it was printed. */
type OnPaper = Pick<PracticeKeys, "root" | "succession">;

export class Making {
  readonly #keys: Omit<PracticeKeys, keyof OnPaper>;
  #succession: PublicJwk;
  #paper: OnPaper | null;
  #sealedMember = "";
  #sheet: SheetFile[] = [];
  #request: object | null = null;

  private constructor(
    readonly practice: string,
    { root, succession, ...keys }: PracticeKeys,
    readonly member: Awaited<ReturnType<typeof newMember>>,
  ) {
    this.#keys = keys;
    this.#paper = { root, succession };
    this.#succession = publicHalf(succession);
  }

  static async begin(practice: string): Promise<Making> {
    return new Making(practice, await newPracticeKeys(), await newMember());
  }

  async lock(passphrase: string): Promise<void> {
    this.#sealedMember = base64(await sealMember(this.member, passphrase));
  }

  /** Seals everything to the root key. Gives that key, for the printer. */
  async layOut(): Promise<string> {
    const paper = this.#toPrint();
    this.#sheet = await sealToSheet({ ...this.#keys, ...paper }, this.practice);
    return paper.root.identity;
  }

  /** From here on both are on paper only. Gives the root key a last time, to ask groups of it back. */
  forget(): string {
    const { root } = this.#toPrint();
    this.#paper = null;
    return root.identity;
  }

  /** For new sheets: what the old ones alone carried is made anew. */
  async renew(): Promise<void> {
    // The old sheets may be the published ones.
    if (this.#request) throw new Error("the keys were sent: their sheets stay");
    const { root, succession } = await newPracticeKeys();
    this.#paper = { root, succession };
    this.#succession = publicHalf(succession);
  }

  /** What publishes, made once: a repeat carries the same bytes, so that it is the same set-up. */
  async request(read: { root: string; relay: string; at: Date }): Promise<object> {
    this.#request ??= await this.#put(read);
    return this.#request;
  }

  /** The desk said that it kept nothing of it. */
  refused(): void {
    this.#request = null;
  }

  async #put({ root, relay, at }: { root: string; relay: string; at: Date }): Promise<object> {
    const { practice } = this;
    const issued = `${at.toISOString().slice(0, 19)}Z`;
    const published = { ...this.#keys, succession: this.#succession };
    const card = await signKeyCard(published, { practice, serial: 1, issued, relay });
    const proof = await proveSheet({ root, sheet: this.#sheet, practice, card });
    const { recipient, signing } = this.member;
    return {
      member: { recipient, signing: publicHalf(signing), sealed_key: this.#sealedMember },
      grants: await this.#grants(),
      sheet: this.#sheet,
      card,
      proof,
    };
  }

  #grants() {
    const { practice } = this;
    const { recipient } = this.member;
    const secrets = grantable(this.#keys);
    return Promise.all(
      GRANTS_OF.practitioner.map(async (key) => {
        const identity = secrets[key];
        if (identity === undefined) throw new Error(`there is no ${key} to grant`);
        return { key, sealed: base64(await makeGrant({ recipient, practice, key, identity })) };
      }),
    );
  }

  #toPrint(): OnPaper {
    if (!this.#paper) throw new Error("it is on paper only");
    return this.#paper;
  }
}
