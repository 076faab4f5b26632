/** The door: whether this computer is registered, who takes the desk, the passphrase. Nothing of a patient. */

import { admitted } from "./admitted.ts";
import {
  type Challenge,
  call,
  type Door as DoorAnswer,
  type Member,
  type Practice,
  Refused,
  SignedOut,
  Unreachable,
} from "./api.ts";
import { Arriving, type Recognised, type Shown as ShownPasskey } from "./arriving.ts";
import { Clock } from "./clock.ts";
import { ComputerOffer } from "./computer-offer.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { Forgotten } from "./forgotten.ts";
import { type Keys, NotOpened } from "./keys.ts";
import { hasPasskeys, NoPasskey, secretAmong } from "./passkey.ts";
import type { Inside } from "./protocol.ts";
import { type NotTaken, Registration } from "./registration.ts";
import { SignOut } from "./sign-out.ts";
import { initials, words } from "./words.ts";

type Shown = "waiting" | "unreachable" | "unregistered" | "form";

interface Coming {
  /** A text of the page that says what closed it. */
  why?: string;
  /** Who is about to come, when that is known already. */
  member?: string | null;
}

/** A sealed file and what opens it: a passphrase, or the secret of a passkey. */
interface Opening {
  sealedKey: string;
  passphrase: string;
  /** The row of the passkey, when it was one. */
  passkey?: string;
}

export class Door {
  readonly #form = byId<HTMLFormElement>("door-form");
  readonly #passphrase = byId<HTMLInputElement>("passphrase");
  readonly #registration = new Registration();
  readonly #signOut = new SignOut((outlives) => show(byId("door-leaving"), outlives));
  readonly #arriving = new Arriving((who, passkey) => this.#recognised(who, passkey));
  readonly #offer = new ComputerOffer();
  readonly #forgotten = new Forgotten(() => void this.open());
  #members: DoorAnswer["members"] = [];
  /** Of this computer. */
  #practice: Practice | null = null;
  /** In a browser that nobody registered: who is known here, with the first number to sign. */
  #arrived: Recognised | null = null;
  #zone = "UTC";
  readonly #clock = new Clock("door");
  #expected: string | null = null;
  #busy = false;
  #wait = 0;

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
    byId("door-by-passkey").addEventListener("click", () => void this.#byPasskey());
    byId("door-forgotten").addEventListener("click", () => this.#forgot());
  }

  async open({ why, member = null }: Coming = {}): Promise<void> {
    this.#expected = member;
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
    this.#forgotten.close();
    show(byId("door"), false);
    this.#clock.stop();
    this.#waited();
    this.#signOut.stop();
    this.empty();
    this.#error(null);
  }

  /** Nobody is inside any more. */
  left(): void {
    this.#offer.close();
  }

  /** What was typed leaves the page. */
  empty(): void {
    this.#arriving.empty();
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
    this.#arrived = null;
    this.#practice = registered ? practice : null;
    if (!registered || !practice) {
      this.#members = [];
      this.#show("unregistered");
      return;
    }
    byId("practice-name").textContent = practice.name;
    this.#zone = practice.zone;
    this.#members = members;
    this.#list();
    this.#show("form");
  }

  /** A new key for whoever is chosen: a colleague lets it in. */
  #forgot(): void {
    const [practice, member] = [this.#practice, this.#chosen()];
    if (!practice || !member || this.#busy) return;
    this.empty();
    for (const part of ["door-form", "door-foot"]) show(byId(part), false);
    this.#forgotten.open({ practice, member });
  }

  #list(): void {
    show(byId("door-forgotten-line"), this.#arrived === null);
    const chosen = this.#expected ?? this.#chosen()?.id ?? this.#members[0]?.id;
    const rows = this.#members.map((member) => {
      const { root, ...piece } = memberRow(member, member.id === chosen);
      piece.radio.addEventListener("change", () => this.#greet());
      return root;
    });
    byId("door-members").replaceChildren(...rows);
    this.#greet();
  }

  #chosen(): DoorAnswer["members"][number] | undefined {
    const radio = this.#form.querySelector<HTMLInputElement>("input[name=member]:checked");
    return this.#members.find(({ id }) => id === radio?.value);
  }

  #greet(): void {
    const chosen = this.#chosen();
    byId("door-hello").textContent = words("hello", { name: chosen?.name ?? "" });
    show(byId("door-by-passkey-part"), hasPasskeys() && chosen?.passkeys === true);
    this.#waited();
    this.#error(null);
  }

  /** The server knows who it is; a passkey's secret opens the key at once, otherwise the passphrase does. */
  async #recognised(who: Recognised, passkey: ShownPasskey | null): Promise<void> {
    this.#arrived = who;
    this.#members = [who.member];
    this.#zone = who.practice.zone;
    byId("practice-name").textContent = who.practice.name;
    this.#list();
    this.#show("form");
    const row = who.passkeys.find(({ credential }) => credential === passkey?.credential);
    if (row && passkey?.secret) {
      const { secret } = passkey;
      await this.#enterBy(async () => openedBy(row, secret));
    } else if (passkey) this.#error(words("passkey.no-prf"));
  }

  async #byPasskey(): Promise<void> {
    await this.#enterBy(async ({ passkeys }) => {
      const { credential, secret } = await secretAmong(passkeys.map((one) => one.credential));
      const row = passkeys.find((one) => one.credential === credential);
      if (!row) throw new NoPasskey("failed");
      return openedBy(row, secret);
    });
  }

  async #enter(): Promise<void> {
    const passphrase = this.#passphrase.value;
    if (passphrase.trim() === "") return this.#error(words("passphrase-missing"));
    await this.#enterBy(async ({ sealed_key }) => ({ sealedKey: sealed_key, passphrase }));
  }

  async #enterBy(opening: (given: Challenge) => Promise<Opening>): Promise<void> {
    const member = this.#chosen();
    if (this.#busy || !member) return;
    this.#work(true);
    const arrived = this.#arrived !== null;
    let inside: Inside;
    try {
      inside = await this.#signIn(member, opening);
    } catch (error) {
      this.#work(false);
      this.#waitFor(secondsOf(error));
      return this.#error(sentenceFor(error));
    }
    this.#work(false);
    this.#arrived = null;
    this.onEntered(inside);
    if (arrived) this.#offer.open();
  }

  async #signIn(member: Member, opening: (given: Challenge) => Promise<Opening>): Promise<Inside> {
    this.#signOut.stop();
    const keys = this.keys();
    let asked = false;
    let passkey: string | undefined;
    try {
      const given = await this.#given(member);
      const by = await opening(given);
      passkey = by.passkey;
      const { sealedKey, passphrase } = by;
      const file = { sealedKey, passphrase, challenge: given.challenge, member: member.id };
      const proof = await keys.ask("unlock", file);
      asked = true;
      const inside = await admitted(keys, { member: member.id, proof, idleMs: this.idleMs });
      if (passkey !== undefined) void worked(passkey);
      return inside;
    } catch (error) {
      if (!isSlip(error)) await this.#stayOut(keys);
      if (asked) this.signOut();
      throw passkey !== undefined && error instanceof NotOpened && isSlip(error)
        ? new WrongSecret(secondsOf(error))
        : error;
    }
  }

  /** The number that came with the recognition serves once; after it each attempt asks for one. */
  async #given({ id }: Member): Promise<Challenge> {
    const first = this.#arrived?.challenge ? this.#arrived : null;
    if (first) {
      this.#arrived = { ...first, challenge: "" };
      return first;
    }
    return call<Challenge>("challenge", { method: "POST", body: { member: id } });
  }

  /** Nobody is in: no key and no passphrase stays of the attempt. */
  async #stayOut(keys: Keys): Promise<void> {
    this.empty();
    await keys.stayOut();
  }

  /** Guessing is slow on purpose: the button waits, and says how long. */
  #waitFor(seconds: number): void {
    this.#waited();
    if (seconds === 0) return;
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const n = Math.ceil((until - Date.now()) / 1000);
      if (n <= 0) return this.#waited();
      byId("door-progress").textContent = words("passphrase-wait", { n });
      byId("door-submit").setAttribute("aria-disabled", "true");
    };
    tick();
    this.#wait = window.setInterval(tick, 250);
  }

  #waited(): void {
    clearInterval(this.#wait);
    if (this.#wait === 0) return;
    this.#wait = 0;
    byId("door-progress").textContent = "";
    byId("door-submit").setAttribute("aria-disabled", "false");
  }

  #work(busy: boolean): void {
    this.#busy = busy;
    byId("door-submit").setAttribute("aria-disabled", String(busy));
    byId("door-submit-words").textContent = words(busy ? "opening" : "open-desk");
    byId("door-progress").textContent = busy ? words("opening-takes") : "";
    if (busy) this.#error(null);
  }

  /** A slip stays in the field, selected: one key replaces it, an arrow mends it. */
  #error(sentence: string | null): void {
    say("passphrase-error", sentence);
    this.#passphrase.setAttribute("aria-invalid", String(sentence !== null));
    if (sentence === null) return;
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
    this.#forgotten.close();
    for (const part of ["waiting", "unreachable", "unregistered", "form"]) {
      show(byId(`door-${part}`), part === shown);
    }
    show(byId("door-foot"), shown === "form");
    show(byId("door-clock"), shown === "form");
    this.#clock.stop();
    if (shown !== "form") return;
    if (document.activeElement === document.body) this.#passphrase.focus({ preventScroll: true });
    this.#clock.start(this.#zone);
  }
}

/** These words open nothing, so nothing was opened: the ring is as empty as before. */
const isSlip = (error: unknown): boolean =>
  error instanceof NoPasskey ||
  (error instanceof NotOpened && ["wrong-passphrase", "slow"].includes(error.why));

/** The secret that a passkey told does not open the file that was sealed for it. */
class WrongSecret extends Error {
  override name = "WrongSecret";

  constructor(readonly seconds: number) {
    super("the passkey told another secret");
  }
}

const openedBy = ({ id, sealed }: { id: string; sealed: string }, secret: string): Opening => ({
  sealedKey: sealed,
  passphrase: secret,
  passkey: id,
});

/** It opened the key: the server keeps when. Nothing hangs on it. */
const worked = (passkey: string): Promise<unknown> =>
  call(`passkeys/${passkey}`, { method: "PUT", body: { tested: true } }).catch(() => null);

/** How long to wait before the next attempt. */
const secondsOf = (error: unknown): number => {
  if (error instanceof WrongSecret) return error.seconds;
  if (error instanceof NotOpened) return error.n;
  const said = error instanceof Refused ? error.answer.refused : null;
  return Number((said as { seconds?: unknown } | null)?.seconds) || 0;
};

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

const sentenceFor = (error: unknown): string => words(sentenceKey(error));

const sentenceKey = (error: unknown): string => {
  if (error instanceof NoPasskey) return `passkey.${error.why}`;
  if (error instanceof WrongSecret) return "passkey.wrong";
  if (error instanceof Unreachable) return "desk-unreachable";
  if (error instanceof Refused && error.reason === "slow") return "passphrase-slow";
  if (error instanceof Refused || error instanceof SignedOut) return "sign-in-refused";
  if (!(error instanceof NotOpened)) return "worker-failed";
  if (error.why === "wrong-passphrase") return "passphrase-wrong";
  if (error.why === "slow") return "passphrase-slow";
  return error.why === "worker" || error.why === "locked" ? "worker-failed" : "keys-do-not-fit";
};
