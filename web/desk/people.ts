/** “People”: who works in the practice, who is to come, and where they are signed in. Practitioners act. */

import { call, type Role } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import { Invite } from "./people-invite.ts";
import { Members } from "./people-members.ts";
import { Moved } from "./people-moved.ts";
import { Places } from "./people-places.ts";
import { NewSheets } from "./people-sheets.ts";
import { leavesDesk, sentenceFor } from "./people-words.ts";
import { Resealing } from "./reseal.ts";
import type { Seated, Waiting } from "./ring/seating.ts";
import { dueIn, Turns } from "./turns.ts";
import { words } from "./words.ts";

export interface PersonRow {
  id: string;
  name: string;
  role: Role;
  until: string | null;
  left_at: string | null;
  state: "INVITED" | "WAITING" | "IN" | "LEFT";
  login: string | null;
  factors: ("passkey" | "totp")[];
  joining: (Waiting & { kind: "JOIN" | "AGAIN"; asked_at: string }) | null;
}

/** The answer to `GET people`. */
export interface People {
  roster: string;
  members: PersonRow[];
  invitations: { id: number; name: string; role: Role; expires_at: string }[];
  sessions: {
    id: number;
    member: string;
    started_at: string;
    factor: "COMPUTER" | "PASSKEY" | "TOTP" | "SHEET";
    computer: string | null;
    this: boolean;
  }[];
  computers: {
    id: number;
    name: string;
    registered_at: string;
    seen_at: string | null;
    this: boolean;
    /** The member with whom it ends: nobody else who works here has signed in on it. */
    goes_with: string | null;
  }[];
  may: boolean;
  now: string;
}

/** What is drawn: the server's list, beside what the practice signed. */
export interface Drawn extends People {
  seated: readonly Seated[];
  fingerprint: string;
  /** The practice came from another vault, and its keys are not signed for this one yet. */
  moved: boolean;
  /** Whether this person acts here: holds the practice's signature, and the server lets them. */
  acts: boolean;
}

/** What the sections of the view stand on. */
export interface Ground {
  page: Piece;
  around: Around;
  turns: Turns;
  /** The practice's slug. */
  practice(): string;
  zone(): string;
  /** Asks the server anew and draws all of it. */
  renew(): Promise<void>;
  /** New recovery sheets, since whoever left knows the former ones. */
  newSheets(): void;
  /** Offers to seal anew what the former sheets open. */
  sealAnew(): void;
  /** The person before the desk takes the practice over from this member, who has left. */
  handOver(member: string): void;
  /** One act at a time; what went wrong is said in the slot `error` of the piece. */
  act(piece: Piece, error: string, doing: () => Promise<void>): Promise<void>;
  /** For everybody who reads or hears the page: it is done, or goes on. */
  done(key: string, values?: Record<string, string | number>): void;
  progress(key: string | null, values?: Record<string, string | number>): void;
}

export interface Section {
  draw(drawn: Drawn): void;
  /** What was typed leaves the page. */
  empty(): void;
}

const STATES = ["wait", "unreachable", "body"] as const;
const FRESH_EVERY_MS = 10_000;

export class PeoplePage implements View {
  readonly #page = new Piece("t-people");
  readonly #sections: readonly Section[];
  readonly #ground: Ground;
  readonly #sheets: NewSheets;
  readonly #resealing: Resealing;
  readonly #choice: HTMLSelectElement;
  #timer = 0;
  #leaving: string[] = [];
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    this.#choice = page.slot<HTMLSelectElement>("practice");
    this.#listPractices();
    page.on("back", around.back).on("again", () => void this.load());
    this.#choice.addEventListener("change", () => void this.#another());
    byId("people").replaceChildren(page.root);
    const practice = () => this.#choice.value;
    const ground: Ground = {
      page,
      around,
      turns: new Turns(around, practice),
      practice,
      zone: () => this.#seat().practice.zone,
      renew: () => this.load(),
      newSheets: () => this.#sheets.replace(),
      sealAnew: () => this.#resealing.offer(),
      handOver: (member) => this.#sheets.handOver(member),
      act: (piece, error, doing) => this.#act(piece, error, doing),
      done: (key, values) => {
        byId("said").textContent = words(key, values);
      },
      progress: (key, values) => {
        page.fill({ progress: key === null ? "" : words(key, values) });
      },
    };
    this.#ground = ground;
    this.#sheets = new NewSheets(ground);
    this.#resealing = new Resealing(ground);
    this.#sections = [
      new Moved(ground),
      new Members(ground),
      new Invite(ground),
      new Places(ground),
      this.#sheets,
      this.#resealing,
    ];
    page.on("due-turn", () => void ground.act(page, "due-error", () => this.#turn()));
  }

  open(): void {
    show(byId("people"), true);
    this.#page.slot("heading").focus();
    void this.load();
    // A newcomer who waits appears by themselves.
    this.#timer = window.setInterval(() => void this.#freshen(), FRESH_EVERY_MS);
  }

  leave(): void {
    clearInterval(this.#timer);
    for (const section of this.#sections) section.empty();
    show(byId("people"), false);
  }

  clear(): void {
    this.leave();
    byId("people").replaceChildren();
  }

  async load(): Promise<void> {
    const { page } = this.#ground;
    if (page.slot("body").hidden) this.#state("wait");
    try {
      this.#draw(await this.#read());
      this.#state("body");
    } catch (error) {
      if (!leavesDesk(error, this.around)) this.#state("unreachable");
    }
  }

  async #read(): Promise<Drawn> {
    const practice = this.#ground.practice();
    const { signal, keys } = this.around;
    const people = await call<People>(`people?practice=${practice}`, { signal });
    let signed = await keys.ask("rostered", { practice });
    if (signed.roster !== people.roster) {
      // Another computer turned keys or seated somebody since this desk was opened.
      await this.#ground.turns.renew();
      signed = await keys.ask("rostered", { practice });
    }
    const acts = people.may && this.#seat().signs;
    const { seats: seated, fingerprint, moved } = signed;
    return { ...people, seated, fingerprint, moved, acts };
  }

  #draw(drawn: Drawn): void {
    const { page } = this.#ground;
    for (const section of this.#sections) section.draw(drawn);
    for (const part of ["invite-part", "keys-part"]) show(page.slot(part), drawn.acts);
    const due = dueIn(drawn.members, drawn.seated);
    this.#leaving = due.map(({ id }) => id);
    show(page.slot("due"), drawn.acts && due.length > 0);
    const names = due.map(({ name }) => name).join(", ");
    page.fill({ "due-words": words("turn-due", { names }) });
  }

  async #turn(): Promise<void> {
    const { progress, done, turns } = this.#ground;
    progress("turning");
    try {
      await turns.turn("left", { leaving: this.#leaving });
      done("turned");
    } finally {
      progress(null);
      await this.load();
    }
  }

  async #freshen(): Promise<void> {
    const typing = this.#page.root.querySelector("form:focus-within") !== null;
    if (!this.#busy && !typing && !this.#page.slot("body").hidden) await this.load();
  }

  async #another(): Promise<void> {
    for (const section of this.#sections) section.empty();
    await this.load();
  }

  #listPractices(): void {
    const { seats } = this.around.inside;
    for (const { practice } of seats) this.#choice.add(new Option(practice.name, practice.slug));
    show(this.#page.slot("practice-part"), seats.length > 1);
  }

  #seat() {
    const { seats } = this.around.inside;
    return seats.find(({ practice }) => practice.slug === this.#choice.value) ?? this.around.inside;
  }

  #state(state: (typeof STATES)[number]): void {
    for (const each of STATES) show(this.#page.slot(each), each === state);
  }

  async #act(piece: Piece, error: string, doing: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    piece.say(error, null, `${error}-words`);
    try {
      await doing();
    } catch (failure) {
      if (!leavesDesk(failure, this.around)) {
        piece.say(error, sentenceFor(failure), `${error}-words`);
      }
    } finally {
      this.#busy = false;
    }
  }
}
