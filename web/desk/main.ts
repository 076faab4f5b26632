/**
 * The desk. Three states: the door, the locked screen, which both hold nothing of a patient, and the
 * open desk, whose every piece hangs on one object that locking drops.
 */

import { Agenda } from "./agenda.ts";
import { call } from "./api.ts";
import { Beside } from "./beside.ts";
import { byId, show } from "./dom.ts";
import { Door } from "./door.ts";
import { Drafts } from "./drafts.ts";
import { Header } from "./header.ts";
import { watchJournals } from "./journal-watch.ts";
import { keepTrust } from "./keep-mine.ts";
import { Keyboard } from "./keyboard.ts";
import { Keys, NotOpened } from "./keys.ts";
import { Watch } from "./lock.ts";
import { Locked } from "./locked.ts";
import { DueTurn } from "./people-due.ts";
import { PinOffer } from "./pin-offer.ts";
import type { Held, Inside, LockedBy } from "./protocol.ts";
import { Records } from "./records.ts";
import { RecoveryReminder } from "./recovery-reminder.ts";

const PATIENCE_MS = 4_000;
/** What somebody typed at the door and left there. */
const DOOR_IDLE_MS = 60_000;

interface Opened {
  inside: Inside;
  agenda: Agenda;
  drafts: Drafts;
  ends: AbortController;
}

class Desk {
  readonly #idleMs = Number(document.documentElement.dataset.idleSeconds) * 1000;
  readonly #keyboard = new Keyboard();
  readonly #header = new Header();
  readonly #pinOffer = new PinOffer();
  readonly #recoveryReminder = new RecoveryReminder();
  readonly #dueTurn = new DueTurn();
  readonly #door = new Door(
    () => this.#hold(),
    this.#idleMs,
    (inside) => this.#open(inside),
  );
  readonly #locked = new Locked(
    {
      keys: () => this.#hold(),
      entered: (inside) => this.#open(inside),
      door: (member) => this.#toDoor(member),
      close: () => void this.closeCompletely(),
    },
    this.#idleMs,
  );
  readonly #watch = new Watch({
    idle: () => this.#idle(),
    active: () => void this.#keys?.ask("active", null).catch(() => null),
    locked: () => void this.lock("person"),
  });
  readonly #beside = new Beside({
    around: () => this.#around(),
    entered: () => this.#beforeAgenda(),
    left: () => this.#agendaAgain(),
  });
  #keys: Keys | null = null;
  #opened: Opened | null = null;
  /** This tab asked for the lock; the others are told of it. */
  #locking = false;

  async start(): Promise<void> {
    byId("lock").addEventListener("click", () => void this.lock("person"));
    byId("close-completely").addEventListener("click", () => void this.closeCompletely());
    byId("door-back").addEventListener("click", () => void this.#backToScreen());
    byId("main").addEventListener("input", () => this.#opened?.drafts.touch());
    byId("main").addEventListener("change", () => this.#opened?.drafts.touch());
    window.addEventListener("pagehide", () => this.#leave());
    // A page that comes back out of the browser's memory starts over.
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    // A registration link opened in this very tab changes the fragment only.
    window.addEventListener("hashchange", () => location.hash !== "" && location.reload());
    window.addEventListener("error", () => this.#fault());
    window.addEventListener("unhandledrejection", () => this.#fault());
    this.#watch.start(DOOR_IDLE_MS);
    await this.#join();
    if (!this.#opened && !this.#locked.shown) await this.#door.open();
  }

  /** The screen lock, in every tab: pages cleared at once; whoever has a PIN can come back. */
  async lock(by: LockedBy): Promise<void> {
    const opened = this.#opened;
    if (!opened) return;
    const keys = this.#hold();
    const draft = this.#beside.draft();
    this.#clear();
    if (!keys.shared) this.#watch.tell("locked");
    await opened.drafts.keep(draft);
    // The worker tells all tabs what became of it: the screen lock, or the full one.
    this.#locking = true;
    await soon(keys.ask("lockScreen", { by })).catch(() => this.#keys === keys && this.#closed(by));
    this.#locking = false;
  }

  /** The full lock: keys dropped, in every tab, session ended. Needs no network to close. */
  async closeCompletely(): Promise<void> {
    const opened = this.#opened;
    const draft = this.#beside.draft();
    const keys = this.#keys;
    this.#clear();
    if (!keys?.shared) this.#watch.tell("locked");
    await opened?.drafts.keep(draft);
    keys?.lock();
    this.#closed("person");
  }

  /** The session is over on the server: nobody goes on with these keys. */
  async #signedOut(): Promise<void> {
    const opened = this.#opened;
    const draft = this.#beside.draft();
    this.#clear();
    await opened?.drafts.keep(draft);
    this.#keys?.lock();
    this.#closed("signed-out");
  }

  #idle(): void {
    if (this.#opened) {
      void this.lock("idleness");
    } else {
      this.#door.empty();
      this.#locked.empty();
      this.#watch.start(DOOR_IDLE_MS);
    }
  }

  /** Not the network's fault, and not to be mended by waiting. */
  #fault(): void {
    show(byId("fault"), true);
    if (!this.#opened) this.#keys?.lock();
  }

  /** Another tab may hold the keys already: then this one opens with it, or is locked with it. */
  async #join(): Promise<void> {
    if (this.#opened) return;
    try {
      const keys = this.#hold();
      const inside = await soon(keys.ask("inside", null));
      if (inside && !this.#opened) return this.#open(inside);
      const held = await soon(keys.ask("held", null));
      if (held.length > 0 && !this.#opened) this.#screen("elsewhere", held);
    } catch {
      // No worker, or one that is just ending: the door asks a new one, and says what is wrong.
      this.#keys = null;
    }
  }

  #hold(): Keys {
    if (!this.#keys || this.#keys.ended) {
      this.#keys = new Keys({
        locked: (by) => this.#closed(by === "person" && !this.#locking ? "elsewhere" : by),
        screen: (by, held) => this.#screen(by, held),
        entered: () => void this.#join(),
      });
    }
    return this.#keys;
  }

  #open(inside: Inside): void {
    if (this.#opened) this.#clear();
    const ends = new AbortController();
    this.#door.close();
    this.#locked.close();
    this.#header.opened(inside);
    const keys = this.#hold();
    const records = new Records(inside, keys, ends.signal);
    const agenda = new Agenda(records, {
      signedOut: () => void this.#signedOut(),
      lock: () => void this.lock("person"),
      fault: () => this.#fault(),
      toggleKeys: () => this.#keyboard.toggleList(),
    });
    const drafts = new Drafts(keys, inside.member.id, () => this.#beside.draft());
    this.#opened = { inside, agenda, drafts, ends };
    this.#keyboard.use(agenda.acts());
    this.#watch.start(this.#idleMs);
    this.#pinOffer.offer(inside, keys);
    void this.#recoveryReminder.offer(inside, ends.signal);
    void this.#look(inside, keys, ends.signal);
    const around = this.#around();
    if (around) void this.#dueTurn.look(around);
    byId("main").focus({ preventScroll: true });
    void this.#bringBack(drafts, ends.signal);
  }

  /** One after the other: what is trusted is kept before anything is signed on it. */
  async #look(inside: Inside, keys: Keys, signal: AbortSignal): Promise<void> {
    await keepTrust(keys).catch(() => undefined);
    await watchJournals(inside, keys, signal);
  }

  async #bringBack(drafts: Drafts, signal: AbortSignal): Promise<void> {
    const draft = await drafts.back();
    if (draft && !signal.aborted) this.#beside.restore(draft);
  }

  #around() {
    const opened = this.#opened;
    if (!opened) return null;
    return {
      keys: this.#hold(),
      inside: opened.inside,
      zone: opened.inside.practice.zone,
      signal: opened.ends.signal,
      signedOut: () => void this.#signedOut(),
      lock: () => void this.lock("person"),
      fault: () => this.#fault(),
    };
  }

  #beforeAgenda(): void {
    show(byId("desk"), false);
    this.#keyboard.use({
      Escape: () => this.#beside.leave(),
      l: () => void this.lock("person"),
      "?": () => this.#keyboard.toggleList(),
    });
  }

  #agendaAgain(): void {
    const opened = this.#opened;
    if (!opened) return;
    show(byId("desk"), true);
    this.#keyboard.use(opened.agenda.acts());
    void opened.agenda.load();
  }

  /** Takes everything of a patient off this page. */
  #clear(): void {
    const opened = this.#opened;
    this.#opened = null;
    opened?.drafts.stop();
    opened?.ends.abort();
    opened?.agenda.clear();
    this.#beside.clear();
    this.#door.left();
    this.#pinOffer.close();
    this.#recoveryReminder.close();
    this.#dueTurn.close();
    this.#keyboard.use({});
    this.#header.closed();
    this.#watch.start(DOOR_IDLE_MS);
  }

  /** The worker locked the screen, for all tabs. */
  #screen(by: LockedBy | "elsewhere", held: Held[]): void {
    // What was unfinished was sealed a moment after it was typed, or by whoever locked.
    this.#clear();
    this.#door.close();
    if (!held.some(({ last }) => last)) this.#door.signOut();
    this.#header.screenLocked();
    this.#locked.open(by, held);
  }

  #toDoor(member: string | null): void {
    this.#locked.close();
    this.#othersCanComeBack(true);
    void this.#door.open({ member });
  }

  /** At the door, while colleagues' keys wait behind it. */
  #othersCanComeBack(on: boolean): void {
    show(byId("door-back"), on);
    show(byId("door-no-key"), !on);
  }

  async #backToScreen(): Promise<void> {
    const held = await this.#hold()
      .ask("held", null)
      .catch(() => []);
    if (held.length > 0) this.#screen("elsewhere", held);
    else this.#othersCanComeBack(false);
  }

  /** The keys have left this computer. */
  #closed(why: LockedBy | "elsewhere" | "signed-out"): void {
    // Without a shared worker each tab has keys of its own to drop.
    this.#keys?.lock();
    this.#keys = null;
    this.#clear();
    this.#locked.close();
    this.#othersCanComeBack(false);
    if (why !== "elsewhere") this.#door.signOut();
    void this.#door.open({ why: `locked-${why}` });
  }

  #leave(): void {
    const opened = this.#opened;
    const last = this.#keys?.alone ?? true;
    this.#keys?.leave();
    this.#keys = null;
    const signedIn = opened || this.#locked.shown ? last : this.#door.signingOut;
    this.#clear();
    if (signedIn) void call("sign-out", { method: "POST", lasting: true }).catch(() => null);
  }
}

const soon = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  Promise.race([
    answer,
    new Promise<never>((_, reject) =>
      setTimeout(() => reject(new NotOpened("worker")), PATIENCE_MS),
    ),
  ]);

void new Desk().start();
