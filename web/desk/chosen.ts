/**
 * The practice's choices as the server shows them and as they are signed (adr 15). What was chosen is
 * read from the signature alone; what the server says of it beside is not even named here.
 */

import type { HostFact } from "./accepting.ts";
import type { HostingState } from "./api.ts";

export interface Contact {
  kind: string;
  name: string;
  email: string;
  telephone: string;
  address: string;
}

export interface Recipient {
  role: string;
  legal_name: string;
  country: string;
  contract: string;
  since: string;
}

export interface Choices {
  periods: Record<string, Record<string, string>>;
  off: string[];
  contact: Contact | null;
  recipients: Recipient[];
  hosting: string | null;
  packs: string[];
}

export interface PeriodPart {
  part: string;
  label: string;
  default: string;
  within: string;
  values: { value: string; words: string; sentence: string }[];
}

export interface Bounds {
  periods: { activity: string; title: string; parts: PeriodPart[] }[];
  services: { service: string; title: string; fixed: boolean }[];
  packs: { country: string; name: string; law: string; fixed: boolean }[];
  roles: { role: string; label: string }[];
  countries: string[];
}

export interface Shown {
  jws: string | null;
  number: number;
  may: boolean;
  country: string;
  bounds: Bounds;
  hosting: HostingState & {
    facts: (HostFact & { term: string })[];
    digest: string | null;
    /** What a law that counts wants said of the certificate, and nobody has said. */
    lacks: string[];
  };
  history: { number: number; received_at: string; changes: string[] }[];
}

export const UNCHOSEN: Choices = {
  periods: {},
  off: [],
  contact: null,
  recipients: [],
  hosting: null,
  packs: [],
};
