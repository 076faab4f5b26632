/**
 * The desk. Two states: the door, which holds nothing of a patient, and the open desk, whose every
 * piece hangs on one object that locking drops.
 */

import { Agenda } from "./agenda.ts";
import { call } from "./api.ts";
import { Beside } from "./beside.ts";
import { byId, show } from "./dom.ts";
import { Door } from "./door.ts";
import { Keyboard } from "./keyboard.ts";
import { Keys, NotOpened } from "./keys.ts";
import { Watch } from "./lock.ts";
import type { Inside } from "./protocol.ts";
import { Records } from "./records.ts";
import { initials, words } from "./words.ts";

const PATIENCE_MS = 4_000;
/** What somebody typed at the door and left there. */
const DOOR_IDLE_MS = 60_000;

interface Opened {
  inside: Inside;
  agenda: Agenda;
  ends: AbortController;
}

class Desk {
  readonly #idleMs = Number(document.documentElement.dataset.idleSeconds) * 1000;
  readonly #keyboard = new Keyboard();
  readonly #door = new Door(
    () => this.#hold(),
    this.#idleMs,
    (inside) => {
      this.#open(inside);
      this.#watch.tell("opened");
    },
  );
  readonly #watch = new Watch({
    idle: () => this.#idle(),
    active: () => void this.#keys?.ask("active", null).catch(() => null),
    locked: () => this.#close("locked-elsewhere"),
    opened: () => void this.#join(),
  });
  readonly #beside = new Beside({
    around: () => this.#around(),
    entered: () => this.#beforeAgenda(),
    left: () => this.#agendaAgain(),
  });
  #keys: Keys | null = null;
  #opened: Opened | null = null;

  async start(): Promise<void> {
    byId("lock").addEventListener("click", () => this.lock("locked-by-hand"));
    window.addEventListener("pagehide", () => this.#leave());
    // A page that comes back out of the browser's memory starts over.
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    // A registration link opened in this very tab changes the fragment only.
    window.addEventListener("hashchange", () => location.hash !== "" && location.reload());
    window.addEventListener("error", () => this.#fault());
    window.addEventListener("unhandledrejection", () => this.#fault());
    this.#watch.start(DOOR_IDLE_MS);
    await this.#join();
    if (!this.#opened) await this.#door.open();
  }

  /** Full lock: keys dropped, pages cleared in every tab, session ended. Needs no network to close. */
  lock(why: string): void {
    if (!this.#opened) return;
    this.#keys?.lock();
    this.#watch.tell("locked");
    this.#close(why);
    this.#door.signOut();
  }

  #idle(): void {
    if (this.#opened) {
      this.lock("locked-idle");
    } else {
      this.#door.empty();
      this.#watch.start(DOOR_IDLE_MS);
    }
  }

  /** Not the network's fault, and not to be mended by waiting. */
  #fault(): void {
    show(byId("fault"), true);
    if (!this.#opened) this.#keys?.lock();
  }

  /** Another tab may hold the keys already: then this one opens with it. */
  async #join(): Promise<void> {
    if (this.#opened) return;
    try {
      const inside = await soon(this.#hold().ask("inside", null));
      if (inside && !this.#opened) this.#open(inside);
    } catch {
      // No worker, or one that is just ending: the door asks a new one, and says what is wrong.
      this.#keys = null;
    }
  }

  #hold(): Keys {
    if (!this.#keys || this.#keys.ended) {
      this.#keys = new Keys((by) =>
        by === "idleness" ? this.lock("locked-idle") : this.#close("locked-elsewhere"),
      );
    }
    return this.#keys;
  }

  #open(inside: Inside): void {
    const ends = new AbortController();
    this.#door.close();
    this.#header(inside);
    const records = new Records(inside, this.#hold(), ends.signal);
    const agenda = new Agenda(records, {
      signedOut: () => this.lock("locked-signed-out"),
      lock: () => this.lock("locked-by-hand"),
      fault: () => this.#fault(),
      toggleKeys: () => this.#keyboard.toggleList(),
    });
    this.#opened = { inside, agenda, ends };
    this.#keyboard.use(agenda.acts());
    this.#watch.start(this.#idleMs);
    byId("main").focus({ preventScroll: true });
  }

  #around() {
    const opened = this.#opened;
    if (!opened) return null;
    return {
      keys: this.#hold(),
      zone: opened.inside.practice.zone,
      signal: opened.ends.signal,
      signedOut: () => this.lock("locked-signed-out"),
      lock: () => this.lock("locked-by-hand"),
      fault: () => this.#fault(),
    };
  }

  #beforeAgenda(): void {
    show(byId("desk"), false);
    this.#keyboard.use({
      Escape: () => this.#beside.leave(),
      l: () => this.lock("locked-by-hand"),
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

  #close(why: string): void {
    const opened = this.#opened;
    if (!opened) return;
    this.#opened = null;
    // Without a shared worker each tab has keys of its own to drop.
    this.#keys?.lock();
    this.#keys = null;
    opened.ends.abort();
    opened.agenda.clear();
    this.#beside.clear();
    this.#keyboard.use({});
    this.#watch.start(DOOR_IDLE_MS);
    this.#header(null);
    void this.#door.open(why);
  }

  #leave(): void {
    const opened = this.#opened;
    const last = this.#keys?.alone ?? true;
    this.#keys?.leave();
    this.#keys = null;
    this.#opened = null;
    opened?.ends.abort();
    opened?.agenda.clear();
    this.#beside.clear();
    const signedIn = opened ? last : this.#door.signingOut;
    if (signedIn) void call("sign-out", { method: "POST", lasting: true }).catch(() => null);
  }

  #header(inside: Inside | null): void {
    show(byId("state-opened"), inside !== null);
    show(byId("state-locked"), inside === null);
    show(byId("languages"), inside === null);
    const name = inside?.member.name ?? "";
    byId("member-name").textContent = name;
    byId("member-initials").textContent = initials(name);
    byId("member-role").textContent = inside ? words(`role.${inside.member.role}`) : "";
    if (inside) byId("practice-name").textContent = inside.practice.name;
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
