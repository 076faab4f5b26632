/** The desk's calls to its server (adr 2). Every request of the page passes here; none holds a secret or a name. */

import type { Form } from "../types/form.ts";

export type Status = "REQUESTED" | "CONFIRMED" | "DECLINED" | "CANCELLED" | "EXPIRED";
export type Role = "PRACTITIONER" | "ASSISTANT" | "SECRETARY";

export interface Member {
  id: string;
  name: string;
  role: Role;
}

export interface Practice {
  slug: string;
  name: string;
  zone: string;
}

export interface Door {
  registered: boolean;
  practice: Practice | null;
  members: (Member & { passkeys?: boolean })[];
  now: string;
}

export interface Challenge {
  challenge: string;
  sealed_key: string;
  /** Those that open the member's key: the row's id, the browser's name of it, the file. */
  passkeys: { id: string; credential: string; sealed: string }[];
  now: string;
}

export interface Granted {
  key: string;
  sealed: string;
}

/** One practice of the person who signed in: what was granted, and what is signed. */
export interface Membership {
  practice: Practice;
  member: Member;
  fingerprint: string;
  /** The fingerprint of this vault's relay. */
  relay: string;
  grants: Granted[];
  card: string;
  roster: string;
  admissions: string[];
  successions: string[];
  forms: Record<string, Form>;
  head: { number: number; digest: string };
  heads: string[];
  recovery: {
    proved_at: string | null;
    proof_due: boolean;
    copy_at: string | null;
    copy_due: boolean;
  };
}

export interface SignedIn {
  /** The member's id in the home practice. */
  member: string;
  /** What the person signed for themselves, sealed to them; base64. */
  mine: string;
  /** When the session ends by itself. */
  until: string;
  now: string;
  /** Home first. */
  practices: Membership[];
}

export interface Questionnaire {
  id: string;
  received_at: string;
  card: string | null;
}

export interface Appointment {
  /** Whose it is, by its slug: the page knows it from what it asked. */
  practice: string;
  id: string;
  start: string;
  minutes: number;
  type: string;
  resource: string;
  status: Status;
  answer_by: string | null;
  received_at: string;
  card: string | null;
  parts: string[];
  questionnaire: Questionnaire | null;
}

export interface Resource {
  id: string;
  name: string;
}

export interface Hours {
  resource: string;
  opens: string;
  closes: string;
}

/** When the host's certificate ends (from 60 days before on), and whether that closed questionnaires. */
export interface HostingState {
  days_left: number | null;
  closed: string | null;
  /** Whether a law that counts asks for the certificate. */
  asked: boolean;
}

export interface Day {
  /** The practice's slug: the page knows it from what it asked. */
  practice: string;
  date: string;
  now: string;
  zone: string;
  resources: Resource[];
  hours: Hours[];
  appointments: Appointment[];
  requests: Appointment[];
  hosting: HostingState;
}

export interface SealedEnvelope {
  activity: string;
  id: string;
  part: string;
  key: string;
  about: string;
  age: string;
  received_at: string;
  form: string;
  version: string;
}

/** No answer came: no connection, or a server that does not speak. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** The session ended on the server: the page locks. */
export class SignedOut extends Error {
  override name = "SignedOut";
}

/** The server answered no, with a field and a code. */
export class Refused extends Error {
  override name = "Refused";

  constructor(
    readonly status: number,
    readonly field: string | null,
    readonly reason: string,
    readonly answer: Record<string, unknown>,
  ) {
    super(`refused: ${reason}`);
  }
}

const PATIENCE_MS = 15_000;

interface Asked {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  body?: unknown;
  /** A code or secret: it travels in a header, never in a path or query. */
  bearer?: string;
  /** Ends the call when the desk locks. */
  signal?: AbortSignal;
  /** Goes through although the page is being left. */
  lasting?: boolean;
}

export const call = async <Answer>(path: string, asked: Asked = {}): Promise<Answer> => {
  const { response, body } = await answered(path, asked, (one) => one.text());
  const answer = parsed(body, response);
  if (!response.ok) throw refusal(response, answer);
  return answer as Answer;
};

/** A document as it is to be saved, with the name that the server gives it. */
export const file = async (
  path: string,
  signal: AbortSignal,
): Promise<{ name: string; body: Blob }> => {
  const { response, body } = await answered(path, { signal }, (one) => one.blob());
  if (!response.ok) throw refusal(response, parsed(await body.text(), response));
  const [, name] =
    /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  if (!name) throw new Unreachable(`status ${response.status} without a document`);
  return { name, body };
};

const refusal = (response: Response, answer: Record<string, unknown>): Error => {
  const { field, reason } = (answer.refused ?? {}) as { field?: string; reason?: string };
  if (reason === "signed-out") return new SignedOut("the session ended");
  if (response.status >= 500) return new Unreachable(`status ${response.status}`);
  return new Refused(response.status, field ?? null, reason ?? "unknown", answer);
};

const answered = async <Body>(
  path: string,
  { method = "GET", body, bearer, signal, lasting }: Asked,
  read: (response: Response) => Promise<Body>,
): Promise<{ response: Response; body: Body }> => {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (bearer !== undefined) headers.Authorization = `Bearer ${bearer}`;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  const end = () => late.abort();
  signal?.addEventListener("abort", end);
  try {
    const response = await fetch(`/v1/desk/${path}`, {
      method,
      headers,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      referrerPolicy: "no-referrer",
      keepalive: lasting ?? false,
      signal: late.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { response, body: await read(response) };
  } catch {
    throw new Unreachable("no answer");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
};

const parsed = (text: string, response: Response): Record<string, unknown> => {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Unreachable(`status ${response.status} without an answer we know`);
  }
};
