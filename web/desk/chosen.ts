/** The practice's choices as the server shows them and as they are signed (adr 15). */

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
  chosen: string;
  within: string;
  values: { value: string; words: string; sentence: string }[];
}

export interface Bounds {
  periods: { activity: string; title: string; parts: PeriodPart[] }[];
  services: { service: string; title: string; on: boolean; fixed: boolean }[];
  packs: { country: string; name: string; law: string; fixed: boolean; chosen: boolean }[];
  roles: { role: string; label: string }[];
  countries: string[];
}

export interface Shown {
  jws: string | null;
  number: number;
  may: boolean;
  choices: Choices | null;
  bounds: Bounds;
  hosting: HostingState & {
    facts: { name: string; term: string; text: string }[];
    digest: string | null;
    accepted: boolean;
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
