/**
 * The set-up's last step: a made-up patient's request goes the way of every other one. Sealed to the
 * published key, kept by the server, fetched back, and opened with the practitioner's own key.
 */

import { openGrant } from "../keys/grants.ts";
import { openEnvelope } from "../open/open.ts";
import { base64, fromBase64 } from "../seal/base64.ts";
import { sealEnvelope } from "../seal/envelope.ts";
import { newId } from "../seal/ids.ts";
import { readKeyCard } from "../seal/keycard.ts";
import { call, Unreachable } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import type { Making } from "./making.ts";
import { words } from "./words.ts";

const SHOWN = 360; // signs of the sealed file, enough to see that nothing can be read

interface Trying {
  practice: string;
  code: string;
  /** The key card as the server publishes it. */
  card: string;
  making: Making;
}

export class Trial {
  #trying: Trying | null;
  readonly #id = newId();

  constructor(trying: Trying) {
    this.#trying = trying;
    for (const part of ["kept", "opened"]) show(byId(`trial-${part}`), false);
    show(byId("trial-seal"), true);
    show(byId("trial-open"), true);
    say("trial-error", null);
    byId("trial-seal").onclick = () => void this.#act(() => this.#seal());
    byId("trial-open").onclick = () => void this.#act(() => this.#open());
  }

  clear(): void {
    this.#trying = null;
    byId("trial-seal").onclick = null;
    byId("trial-open").onclick = null;
  }

  async #act(act: () => Promise<void>): Promise<void> {
    say("trial-error", null);
    try {
      await act();
    } catch (error) {
      say("trial-error", words(error instanceof Unreachable ? "trial-lost" : "trial-failed"));
    }
  }

  async #seal(): Promise<void> {
    if (!this.#trying) return;
    const { code: bearer } = this.#trying;
    const { key, recipient } = this.#published();
    const payload = { name: words("trial-name"), wish: words("trial-wish") };
    const form = { form: "appointment", version: "0".repeat(12), attachments: [] };
    const context = { v: 1, ...this.#place(key), ...form } as const;
    const sealed = await sealEnvelope({ recipient, context, payload });
    await call("setup/test", { method: "PUT", bearer, body: { age: base64(sealed) } });
    const { age } = await call<{ age: string }>("setup/test", { bearer });
    byId("trial-sealed").textContent = `${age.slice(0, SHOWN)} …`;
    byId("trial-size").textContent = words("trial-size", { n: fromBase64(age).length });
    show(byId("trial-seal"), false);
    show(byId("trial-kept"), true);
    byId("trial-open").focus();
  }

  async #open(): Promise<void> {
    if (!this.#trying) return;
    const { code: bearer, practice, making } = this.#trying;
    const { key } = this.#published();
    const { age } = await call<{ age: string }>("setup/test", { bearer });
    const { identity: own, grants } = making.own;
    const grant = fromBase64(grants.find((each) => each.key === key)?.sealed ?? "");
    const identity = await openGrant({ identity: own, sealed: grant, practice, key });
    if (typeof identity !== "string") throw new Error("that is no class key");
    const expected = { ...this.#place(key), part: "core" } as const;
    const { payload } = await openEnvelope({ identity, sealed: fromBase64(age), expected });
    byId("trial-read-name").textContent = String(payload.name);
    byId("trial-read-wish").textContent = String(payload.wish);
    show(byId("trial-open"), false);
    show(byId("trial-opened"), true);
    byId("finish").focus();
  }

  /** The desk key on the card that patients' browsers get, under our own signature. */
  #published(): { key: string; recipient: string } {
    if (!this.#trying) throw new Error("the trial is over");
    const { card: jws, practice, making } = this.#trying;
    const { desk } = readKeyCard({ jws, practice, pinned: making.fingerprint }).keys;
    return { key: desk.id, recipient: desk.recipient };
  }

  #place(key: string) {
    const practice = this.#trying?.practice ?? "";
    const id = this.#id;
    return { practice, activity: "appointment", part: "core", id, about: id, key };
  }
}
