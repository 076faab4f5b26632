/**
 * The vault's calls for patients (adr 2), each answer as what it means.
 *
 * Secrets travel in `Authorization`, never in an address. Nothing is cached, nothing is followed.
 */

const PATIENCE_MS = 20_000;

/** No answer that tells whether the call arrived. Repeating it is safe. */
export class NoAnswer extends Error {
  override name = "NoAnswer";

  /** `offline`: the browser knew that it had no connection, so no call was made. */
  constructor(readonly offline: boolean) {
    super("the vault gave no answer");
  }
}

/** The vault answered, and kept nothing. `reason` is one of adr 2's codes. */
export class Refused extends Error {
  override name = "Refused";

  constructor(
    readonly status: number,
    readonly field: string | null,
    readonly reason: string,
  ) {
    super(`the vault refused: ${reason}`);
  }
}

export interface KeysReply {
  open: boolean;
  card?: string;
  relay?: string;
  /** Who signed for the practice after whom, when its key was handed over. */
  successions?: string[];
}

export interface Slot {
  start: string;
  resource: string;
}

export interface Slots {
  zone: string;
  minutes: number;
  days: { date: string; slots: Slot[] }[];
  next: string | null;
}

export interface Kept {
  kept: string;
  received_at: string;
  status: string | null;
  answer_by: string | null;
}

export type Put =
  | { is: "kept"; again: boolean; kept: Kept }
  | { is: "taken"; alternatives: Slot[] }
  | { is: "retired"; keys: KeysReply };

export interface Linked {
  appointment: {
    id: string;
    start: string;
    minutes: number;
    type: string;
    resource: string;
    status: string;
    answer_by: string | null;
    open: boolean;
  };
  questionnaire: { received_at: string } | null;
}

export class Vault {
  readonly #root: string;

  constructor(readonly practice: string) {
    this.#root = `/v1/p/${practice}`;
  }

  async keys(): Promise<KeysReply> {
    return this.#read<KeysReply>("card");
  }

  async slots(type: string, from: string | null): Promise<Slots> {
    const query = new URLSearchParams({ type, ...(from ? { from } : {}) });
    return this.#read<Slots>(`slots?${query}`);
  }

  async put(activity: string, id: string, body: object, secret?: string): Promise<Put> {
    const reply = await call("PUT", `${this.#root}/${activity}/${id}`, secret, body);
    const said = await json(reply);
    if (reply.status === 201 || reply.status === 200) {
      return { is: "kept", again: reply.status === 200, kept: said as unknown as Kept };
    }
    if (reply.status === 409 && Array.isArray(said.alternatives)) {
      return { is: "taken", alternatives: said.alternatives as Slot[] };
    }
    if (reply.status === 410) return { is: "retired", keys: said as unknown as KeysReply };
    throw refusal(reply, said);
  }

  async link(secret: string): Promise<Linked> {
    return this.#read<Linked>("link", secret);
  }

  async cancel(secret: string): Promise<Linked> {
    return answered<Linked>(await call("POST", `${this.#root}/link/cancel`, secret));
  }

  async calendar(secret: string, language: string): Promise<Blob> {
    const reply = await call("GET", `${this.#root}/link/calendar?lang=${language}`, secret);
    if (!reply.ok) throw refusal(reply, await json(reply));
    return reply.blob();
  }

  async #read<T>(path: string, secret?: string): Promise<T> {
    return answered<T>(await call("GET", `${this.#root}/${path}`, secret));
  }
}

const call = async (
  method: string,
  path: string,
  secret?: string,
  body?: object,
): Promise<Response> => {
  if (!navigator.onLine) throw new NoAnswer(true);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const reply = await fetch(path, {
      method,
      headers: {
        ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
        ...(body ? { "Content-Type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    // The headers may arrive and the rest never: the whole answer falls under our patience.
    const whole = await reply.blob();
    return new Response(reply.status === 204 ? null : whole, { status: reply.status });
  } catch {
    throw new NoAnswer(false); // a call that failed on its way may have arrived
  } finally {
    clearTimeout(timer);
  }
};

const answered = async <T>(reply: Response): Promise<T> => {
  const said = await json(reply);
  if (!reply.ok) throw refusal(reply, said);
  return said as T;
};

const json = async (reply: Response): Promise<Record<string, unknown>> => {
  try {
    const said: unknown = await reply.json();
    if (typeof said === "object" && said !== null) return said as Record<string, unknown>;
  } catch {
    // Not ours: a proxy's page, or an answer that was cut.
  }
  throw new NoAnswer(false);
};

const refusal = (reply: Response, said: Record<string, unknown>): Error => {
  const refused = said.refused as { field?: unknown; reason?: unknown } | undefined;
  // A 500 may come after the commit; only 503 promises that nothing was kept.
  if (typeof refused?.reason !== "string" || reply.status === 500) return new NoAnswer(false);
  const field = typeof refused.field === "string" ? refused.field : null;
  return new Refused(reply.status, field, refused.reason);
};
