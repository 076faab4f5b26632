/**
 * The screen lock: the page holds nothing of a patient, the keys stay in the worker. Whoever unlocked
 * today comes back by PIN or passkey; everybody else goes through the door.
 */

import { admitted } from "./admitted.ts";
import {
  type Challenge,
  call,
  type Door,
  type Member,
  Refused,
  SignedOut,
  Unreachable,
} from "./api.ts";
import { Clock } from "./clock.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { Drafts } from "./drafts.ts";
import { type Keys, NotOpened } from "./keys.ts";
import { hasPasskeys, NoPasskey, secretAmong } from "./passkey.ts";
import { PinField } from "./pin-field.ts";
import type { Held, Inside, LockedBy } from "./protocol.ts";
import type { CameBack } from "./ring/returning.ts";
import { initials, time, words } from "./words.ts";

export interface LockHost {
  keys(): Keys;
  entered(inside: Inside): void;
  /** The passphrase's way in: somebody else, or somebody without a PIN. */
  door(member: string | null): void;
  /** The full lock, by hand. */
  close(): void;
}

export class Locked {
  readonly #form = byId<HTMLFormElement>("locked-form");
  readonly #pin = new PinField("pin", () => void this.#byPin());
  readonly #clock = new Clock("locked");
  #held: Held[] = [];
  #others: Door["members"] = [];
  #withPasskey: ReadonlySet<string> = new Set();
  #chosen: Held | null = null;
  #busy = false;

  constructor(
    readonly host: LockHost,
    readonly idleMs: number,
  ) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#byPin();
    });
    byId("locked-passkey").addEventListener("click", () => void this.#byPasskey());
    byId("locked-other").addEventListener("click", () => this.host.door(null));
    byId("locked-close").addEventListener("click", () => this.host.close());
  }

  get shown(): boolean {
    return !byId("locked").hidden;
  }

  open(by: LockedBy | "elsewhere", held: Held[]): void {
    this.#held = [...held].sort((one, other) => Number(other.last) - Number(one.last));
    this.#others = [];
    const [first] = this.#held;
    const zone = first?.practice.zone ?? "UTC";
    const now = new Date().toISOString();
    show(byId("locked"), true);
    byId("practice-name").textContent = first?.practice.name ?? "";
    byId("locked-why").textContent = words(`screen-locked.${by}`, {
      time: time(now, zone),
      minutes: this.idleMs / 60_000,
    });
    this.#clock.start(zone);
    this.#choose(first ?? null);
    this.#pin.focus();
    void this.#learnOthers();
  }

  close(): void {
    this.#clock.stop();
    this.empty();
    this.#held = [];
    this.#others = [];
    byId("locked-people").replaceChildren();
    show(byId("locked"), false);
  }

  /** What was typed leaves the page. */
  empty(): void {
    this.#pin.empty();
    this.#error(null);
  }

  /** Who else may come; without a connection the list stays as short as it is. */
  async #learnOthers(): Promise<void> {
    const { members } = await call<Door>("door").catch(() => ({ members: [] }));
    const here = new Set(this.#held.flatMap(({ ids }) => ids));
    this.#withPasskey = new Set(members.filter(({ passkeys }) => passkeys).map(({ id }) => id));
    this.#others = members.filter(({ id }) => !here.has(id));
    if (!this.shown) return;
    this.#draw();
    this.#offerPasskey();
  }

  #offerPasskey(): void {
    const has = this.#chosen?.ids.some((id) => this.#withPasskey.has(id)) ?? false;
    for (const id of ["locked-passkey", "locked-or"]) show(byId(id), has && hasPasskeys());
  }

  #choose(held: Held | null): void {
    this.#chosen = held;
    this.empty();
    const name = held?.member.name ?? "";
    byId("locked-hello").textContent = words("hello", { name });
    const until = held ? time(new Date(held.untilMs).toISOString(), held.practice.zone) : "";
    byId("locked-until").textContent = words("keys-until", { time: until });
    show(byId("locked-draft"), held?.ids.some((id) => Drafts.waits(id)) ?? false);
    this.#offerPasskey();
    this.#draw();
  }

  #draw(): void {
    const list = byId("locked-people");
    const focused = list.contains(document.activeElement);
    list.replaceChildren(
      ...this.#held.map((held) => this.#rowOf(held)),
      ...this.#others.map((member) => this.#rowOfOther(member)),
    );
    if (focused) list.querySelector<HTMLElement>("input:checked")?.focus();
  }

  #rowOf(held: Held): HTMLElement {
    const piece = new Piece("t-locked-person").fill(
      rowWords(held.member, held.last ? "way-last" : "way-pin"),
    );
    const radio = piece.root.querySelector("input") as HTMLInputElement;
    radio.value = held.person;
    radio.checked = held === this.#chosen;
    radio.addEventListener("change", () => this.#choose(held));
    return piece.root;
  }

  /** A passphrase is typed at the door. */
  #rowOfOther(member: Member): HTMLElement {
    const piece = new Piece("t-locked-other").fill(rowWords(member, "way-passphrase"));
    piece.root.addEventListener("click", () => this.host.door(member.id));
    return piece.root;
  }

  async #byPin(): Promise<void> {
    const held = this.#chosen;
    const pin = this.#pin.value;
    if (this.#busy || !held) return;
    if (!this.#pin.full) return this.#error(words("pin-short"));
    const keys = this.host.keys();
    const asked = { person: held.person, pin, idleMs: this.idleMs };
    await this.#back(() =>
      this.#resume(
        held,
        async () => (await challengeOf(held)).challenge,
        (challenge) => keys.ask("resume", { ...asked, challenge }),
      ),
    );
  }

  async #byPasskey(): Promise<void> {
    const held = this.#chosen;
    if (this.#busy || !held) return;
    const keys = this.host.keys();
    await this.#back(async () => {
      const { challenge, passkeys } = await challengeOf(held);
      const used = await secretAmong(passkeys.map(({ credential }) => credential));
      const row = passkeys.find(({ credential }) => credential === used.credential);
      if (!row) throw new NoPasskey("failed");
      const file = { prf: used.secret, sealed: row.sealed };
      const asked = { person: held.person, ...file, idleMs: this.idleMs };
      return this.#resume(
        held,
        async () => challenge,
        (number) => keys.ask("resumeWithPrf", { ...asked, challenge: number }),
      );
    });
  }

  async #back(resume: () => Promise<Inside>): Promise<void> {
    this.#busy = true;
    byId("pin-progress").textContent = words("opening");
    this.#error(null);
    try {
      this.host.entered(await resume());
    } catch (error) {
      this.#pin.empty();
      this.#error(sentenceFor(error));
      this.#pin.focus();
    } finally {
      this.#busy = false;
      byId("pin-progress").textContent = "";
    }
  }

  /** Whoever's session the server holds is in at once, without a network; a colleague answers a challenge. */
  async #resume(
    held: Held,
    challenge: () => Promise<string>,
    ask: (challenge: string | null) => Promise<CameBack>,
  ): Promise<Inside> {
    const keys = this.host.keys();
    if (held.last && keys.shared) {
      const { inside } = await ask(null);
      if (inside) return inside;
    }
    const { proof } = await ask(await challenge());
    if (proof === null) throw new NotOpened("locked");
    return admitted(keys, { member: held.at, proof, idleMs: this.idleMs });
  }

  #error(sentence: string | null): void {
    say("pin-error", sentence);
    this.#pin.wrong(sentence !== null);
  }
}

const challengeOf = ({ at }: Held): Promise<Challenge> =>
  call<Challenge>("challenge", { method: "POST", body: { member: at } });

const rowWords = ({ name, role }: Member, way: string) => ({
  initials: initials(name),
  name,
  role: words(`role.${role}`),
  way: words(way),
});

const sentenceFor = (error: unknown): string => {
  if (error instanceof NoPasskey) return words(`passkey.${error.why}`);
  if (error instanceof Unreachable) return words("pin-unreachable");
  if (error instanceof Refused || error instanceof SignedOut) return words("sign-in-refused");
  if (!(error instanceof NotOpened)) return words("worker-failed");
  if (error.why === "wrong-passphrase") return words("passkey.wrong");
  if (error.why === "wrong-pin") return words("pin-wrong", { n: error.n });
  return words(error.why === "locked" || error.why === "worker" ? "pin-over" : "keys-do-not-fit");
};
