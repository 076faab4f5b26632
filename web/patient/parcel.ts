/** What a patient sends, from sealing to the vault's answer. */

import {
  type Answers,
  base64,
  type Context,
  type Form,
  linkHash,
  newId,
  sealEnvelope,
  sealReach,
  split,
} from "../seal/index.ts";
import { NoAnswer, type Put, type Vault } from "./api.ts";
import { monthOfEnd } from "./moments.ts";
import type { Keys } from "./trust.ts";

/** Sealing failed. Nothing has left the page. */
export class NotSealed extends Error {
  override name = "NotSealed";
}

export interface Contents {
  form: Form;
  answers: Record<string, unknown>;
  about: string;
  secret: string;
  facts: Record<string, string | null>;
  /** Where the relay writes, and until when it may. */
  reach?: ToWrite;
}

export interface ToWrite {
  address: string;
  channel: "email" | "sms";
  /** The appointment's, in UTC. */
  start: string;
  minutes: number;
}

/** What a sealed body depends on: the same mark, the same bytes. It holds the answers in clear. */
export const markOf = (contents: Contents): string =>
  JSON.stringify([contents.answers, contents.facts, contents.reach ?? null]);

/**
 * One thing sent under one id: a second attempt is never a second appointment. The sealed bytes are
 * kept while what they hold stays the same.
 */
export class Parcel {
  readonly id = newId();
  #sealed: { mark: string; body: object } | undefined;

  /** Seals and sends. A retired key is renewed and the parcel sealed again, once, unasked. */
  async send(vault: Vault, keys: Keys, contents: Contents, bearer?: string): Promise<Put> {
    const { activity } = contents.form;
    if (contents.reach && !keys.months.months.has(monthOf(contents.reach))) {
      keys.renew(await vault.keys()); // the page was opened before that month's key was made
    }
    const first = await vault.put(activity, this.id, await this.#body(keys, contents), bearer);
    if (first.is !== "retired") return first;
    keys.renew(first.keys);
    const second = await vault.put(activity, this.id, await this.#body(keys, contents), bearer);
    if (second.is === "retired") throw new NoAnswer(false);
    return second;
  }

  async #body(keys: Keys, contents: Contents): Promise<object> {
    const mark = `${keys.card.serial} ${keys.months.issued} ${markOf(contents)}`;
    if (this.#sealed?.mark !== mark) {
      const body = await sealed(this.id, keys, contents).catch(() => {
        throw new NotSealed("the answers could not be sealed");
      });
      this.#sealed = { mark, body };
    }
    return this.#sealed.body;
  }

  /** Nothing of the answers stays here. */
  forget(): void {
    this.#sealed = undefined;
  }
}

/**
 * What may be corrected (P16). The vault keeps the first bytes of an id, and an attempt without an
 * answer may have arrived: what was changed since goes under a new id, which replaces the earlier one.
 */
export class Correctable {
  #parcel = new Parcel();
  #tried: string | undefined;

  async send(vault: Vault, keys: Keys, contents: Contents, bearer: string): Promise<Put> {
    const mark = markOf(contents);
    if (this.#tried !== undefined && this.#tried !== mark) this.#parcel = new Parcel();
    this.#tried = mark;
    return this.#parcel.send(vault, keys, contents, bearer);
  }

  forget(): void {
    this.#tried = undefined;
    this.#parcel = new Parcel();
  }
}

const sealed = async (id: string, keys: Keys, contents: Contents): Promise<object> => {
  const { form, about, secret, facts } = contents;
  const key = form.class === "care" ? keys.card.keys.care : keys.card.keys.desk;
  const answers = split(form, contents.answers);
  const parts = [];
  for (const part of form.parts) {
    const context: Context = {
      v: 1,
      practice: keys.practice,
      activity: form.activity,
      form: form.activity,
      version: form.version,
      id,
      key: key.id,
      part,
      about,
      attachments: [],
    };
    const payload: Answers = answers[part] ?? {};
    const age = await sealEnvelope({ recipient: key.recipient, context, payload });
    parts.push({ part, age: base64(age) });
  }
  return {
    form: form.activity,
    version: form.version,
    key: key.id,
    facts,
    parts,
    ...(contents.reach ? { reach: await sealedReach(keys, contents, contents.reach) } : {}),
    link: linkHash(secret),
  };
};

const sealedReach = async (
  keys: Keys,
  { about, secret, facts }: Contents,
  to: ToWrite,
): Promise<object> => {
  const month = monthOf(to);
  const age = await sealReach({
    recipient: keys.months.months.get(month) ?? "",
    practice: keys.practice,
    about,
    reach: {
      address: to.address,
      channel: to.channel,
      language: facts.language ?? "",
      secret,
      pin: keys.card.fingerprint,
    },
  });
  return { month, age: base64(age) };
};

const monthOf = ({ start, minutes }: ToWrite): string => monthOfEnd(start, minutes);
