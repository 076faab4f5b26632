/** The door: whether this computer is registered, who takes the desk, the passphrase. Nothing of a patient. */

import {
  type Challenge,
  call,
  type Door as DoorAnswer,
  type Member,
  Refused,
  type SignedIn,
  SignedOut,
  Unreachable,
} from "./api.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { type Keys, NotOpened } from "./keys.ts";
import type { Inside } from "./protocol.ts";
import { type NotTaken, Registration } from "./registration.ts";
import { SignOut } from "./sign-out.ts";
import { capital, initials, language, longDay, words } from "./words.ts";

type Shown = "waiting" | "unreachable" | "unregistered" | "form";

const CLOCK_EVERY_MS = 10_000;

export class Door {
  readonly #form = byId<HTMLFormElement>("door-form");
  readonly #passphrase = byId<HTMLInputElement>("passphrase");
  readonly #registration = new Registration();
  readonly #signOut = new SignOut((outlives) => show(byId("door-leaving"), outlives));
  #members: Member[] = [];
  #zone = "UTC";
  #busy = false;
  #clock = 0;

  constructor(
    readonly keys: () => Keys,
    readonly idleMs: number,
    readonly onEntered: (inside: Inside) => void,
  ) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#enter();
    });
    byId("door-retry").addEventListener("click", () => void this.open());
    byId("passphrase-show").addEventListener("click", () => this.#reveal());
  }

  /** Shows the door; `why` is a text of the page that says what closed it. */
  async open(why?: string): Promise<void> {
    show(byId("door"), true);
    say("door-why", why === undefined ? null : words(why));
    this.#show(this.#members.length > 0 ? "form" : "waiting");
    try {
      const notTaken = await this.#registration.settle();
      this.#draw(await call<DoorAnswer>("door"), notTaken);
    } catch {
      if (this.#members.length === 0) this.#show("unreachable");
    }
  }

  close(): void {
    show(byId("door"), false);
    clearInterval(this.#clock);
    this.#signOut.stop();
    this.empty();
    this.#error(null);
  }

  /** What was typed leaves the page. */
  empty(): void {
    this.#passphrase.value = "";
    this.#conceal();
  }

  /** The lock is complete once the server's session has ended too. */
  signOut(): void {
    this.#signOut.start();
  }

  get signingOut(): boolean {
    return this.#signOut.pending;
  }

  #draw({ registered, practice, members }: DoorAnswer, notTaken: NotTaken | null): void {
    show(byId("door-bad-code"), notTaken === "bad-code");
    show(byId("door-other-practice"), notTaken === "other-practice");
    if (!registered || !practice) {
      this.#show("unregistered");
      return;
    }
    byId("practice-name").textContent = practice.name;
    this.#zone = practice.zone;
    this.#members = members;
    this.#list();
    this.#show("form");
  }

  #list(): void {
    const chosen = this.#chosen()?.id ?? this.#members[0]?.id;
    const rows = this.#members.map((member) => {
      const { root, ...piece } = memberRow(member, member.id === chosen);
      piece.radio.addEventListener("change", () => this.#greet());
      return root;
    });
    byId("door-members").replaceChildren(...rows);
    this.#greet();
  }

  #chosen(): Member | undefined {
    const radio = this.#form.querySelector<HTMLInputElement>("input[name=member]:checked");
    return this.#members.find(({ id }) => id === radio?.value);
  }

  #greet(): void {
    byId("door-hello").textContent = words("hello", { name: this.#chosen()?.name ?? "" });
    this.#error(null);
  }

  async #enter(): Promise<void> {
    const member = this.#chosen();
    const passphrase = this.#passphrase.value;
    if (this.#busy || !member) return;
    if (passphrase.trim() === "") return this.#error("passphrase-missing");
    this.#work(true);
    let inside: Inside;
    try {
      inside = await this.#signIn(member, passphrase);
    } catch (error) {
      return this.#error(sentenceFor(error));
    } finally {
      this.#work(false);
    }
    this.onEntered(inside);
  }

  async #signIn(member: Member, passphrase: string): Promise<Inside> {
    this.#signOut.stop();
    const keys = this.keys();
    const about = { member: member.id };
    let asked = false;
    try {
      const given = await call<Challenge>("challenge", { method: "POST", body: about });
      const proof = await keys.ask("unlock", {
        sealedKey: given.sealed_key,
        challenge: given.challenge,
        member: member.id,
        passphrase,
      });
      const body = { ...about, proof, language: language() };
      asked = true;
      const signedIn = await call<SignedIn>("sign-in", { method: "POST", body });
      return await keys.ask("enter", { signedIn, idleMs: this.idleMs });
    } catch (error) {
      if (!isSlip(error)) this.#stayOut(keys);
      if (asked) this.signOut();
      throw error;
    }
  }

  /** Nobody is in: no key and no passphrase stays of the attempt. */
  #stayOut(keys: Keys): void {
    keys.lock();
    this.empty();
  }

  #work(busy: boolean): void {
    this.#busy = busy;
    byId("door-submit").setAttribute("aria-disabled", String(busy));
    byId("door-submit-words").textContent = words(busy ? "opening" : "open-desk");
    byId("door-progress").textContent = busy ? words("opening-takes") : "";
    if (busy) this.#error(null);
  }

  /** A slip stays in the field, selected: one key replaces it, an arrow mends it. */
  #error(key: string | null): void {
    say("passphrase-error", key && words(key));
    this.#passphrase.setAttribute("aria-invalid", String(key !== null));
    if (key === null) return;
    this.#passphrase.focus();
    this.#passphrase.select();
  }

  #reveal(): void {
    const shown = this.#passphrase.type === "text";
    this.#passphrase.type = shown ? "password" : "text";
    byId("passphrase-show").setAttribute("aria-pressed", String(!shown));
  }

  #conceal(): void {
    if (this.#passphrase.type === "text") this.#reveal();
  }

  #show(shown: Shown): void {
    for (const part of ["waiting", "unreachable", "unregistered", "form"]) {
      show(byId(`door-${part}`), part === shown);
    }
    show(byId("door-foot"), shown === "form");
    show(byId("door-clock"), shown === "form");
    clearInterval(this.#clock);
    if (shown !== "form") return;
    if (document.activeElement === document.body) this.#passphrase.focus({ preventScroll: true });
    this.#tick();
    this.#clock = window.setInterval(() => this.#tick(), CLOCK_EVERY_MS);
  }

  #tick(): void {
    const now = new Date();
    const options = { timeZone: this.#zone, hour: "2-digit", minute: "2-digit" } as const;
    const hour = new Intl.DateTimeFormat("fr", { ...options, hourCycle: "h23" }).format(now);
    byId("door-time").textContent = hour;
    const date = new Intl.DateTimeFormat("sv-SE", { timeZone: this.#zone }).format(now);
    byId("door-date").textContent = capital(longDay(date));
  }
}

/** These words open nothing, so nothing was opened: the ring is as empty as before. */
const isSlip = (error: unknown): boolean =>
  error instanceof NotOpened && error.why === "wrong-passphrase";

const memberRow = ({ id, name, role }: Member, chosen: boolean) => {
  const piece = new Piece("t-member").fill({
    initials: initials(name),
    name,
    role: words(`role.${role}`),
  });
  const radio = piece.root.querySelector("input") as HTMLInputElement;
  radio.value = id;
  radio.checked = chosen;
  return { root: piece.root, radio };
};

const sentenceFor = (error: unknown): string => {
  if (error instanceof Unreachable) return "desk-unreachable";
  if (error instanceof Refused || error instanceof SignedOut) return "sign-in-refused";
  if (!(error instanceof NotOpened)) return "worker-failed";
  if (error.why === "wrong-passphrase") return "passphrase-wrong";
  return error.why === "worker" || error.why === "locked" ? "worker-failed" : "keys-do-not-fit";
};
