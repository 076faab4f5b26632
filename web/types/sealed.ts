/** What travels sealed or signed, as adr 2 fixes it. */

/** What an envelope says about itself, inside: whoever opens it compares it with where it lay. */
export interface Context {
  v: 1;
  practice: string;
  activity: string;
  form: string;
  version: string;
  id: string;
  key: string;
  part: string;
  about: string;
  attachments: never[];
}

/** Where an address may be used, and for which appointment. */
export interface Reach {
  address: string;
  channel: "email" | "sms";
  language: string;
  secret: string;
  /** The fingerprint that the page trusted: the mailed links pin it. */
  pin?: string;
}

/** The public half of an Ed25519 key (RFC 8037). */
export interface PublicJwk {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
}

export interface PrivateJwk extends PublicJwk {
  d: string;
}

export type ClassName = "care" | "desk" | "rights";

export interface ClassKey {
  /** Class, slash, epoch: `care/1`. */
  id: string;
  /** `age1pq…` */
  recipient: string;
}

/** The practice's current public keys, signed by its lasting identity. */
export interface KeyCard {
  practice: string;
  serial: number;
  issued: string;
  keys: Record<ClassName, ClassKey>;
  succession: PublicJwk;
  /** The fingerprint of the relay that signs the month keys. */
  relay: string;
  /** The fingerprint of the key that signed this card. */
  fingerprint: string;
}

/** The relay's keys, one for each month of last use. */
export interface MonthKeys {
  issued: string;
  /** `2026-11` to `age1…` */
  months: ReadonlyMap<string, string>;
}
