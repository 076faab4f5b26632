/** The ring opens what belongs where it lies, in the practice that it was sent to. */

import { beforeAll, describe, expect, it } from "vitest";
import { base64 } from "../../seal/base64.ts";
import { sealEnvelope } from "../../seal/envelope.ts";
import { readKeyCard } from "../../seal/keycard.ts";
import type { Context } from "../../types/sealed.ts";
import type { SealedEnvelope } from "../api.ts";
import {
  enter,
  type House,
  house,
  membership,
  player,
  ringing,
  signedIn,
  tab,
  why,
} from "./stage.ts";

type Player = Awaited<ReturnType<typeof player>>;
const ID = "00000000-0000-4000-8000-000000000001";
const OTHER = "00000000-0000-4000-8000-000000000002";
const PLACE = { activity: "appointment", id: ID, part: "core", about: ID } as const;
let mast: Player;
let nadia: Player;
let practice: House;
let favre: House;

beforeAll(async () => {
  mast = await player("Dr Mast", "PRACTITIONER");
  nadia = await player("Nadia", "SECRETARY");
  practice = await house("mast", mast, nadia);
  favre = await house("favre", mast, nadia);
});

const opened = async (who: Player) => {
  const at = ringing();
  const practices = [membership(practice, who), membership(favre, who)];
  await enter(at, who, await signedIn(who, practices));
  return at;
};

const envelope = async ({
  about = ID,
  payload = { surname: "Rochat" } as object,
  of = practice,
} = {}): Promise<SealedEnvelope> => {
  const { card, practice: slug } = of.before;
  const { id: key, recipient } = readKeyCard({ jws: card, practice: slug }).keys.desk;
  const form = { form: "appointment", version: "0123456789ab" };
  const place = { ...PLACE, about };
  const context: Context = { v: 1, practice: slug, key, attachments: [], ...place, ...form };
  const age = base64(await sealEnvelope({ recipient, context, payload }));
  return { ...PLACE, ...form, key, age, received_at: "", version: "" };
};

describe("opening", () => {
  it("reads an envelope where it belongs", async () => {
    const { ask } = await opened(nadia);
    const read = await ask.open({ sealed: await envelope(), place: PLACE }, tab);
    expect(read).toEqual({ answers: { surname: "Rochat" }, problems: [], version: "0123456789ab" });
  });

  it("reads one that breaks the form's rules, and says which", async () => {
    const { ask } = await opened(nadia);
    const sealed = await envelope({ payload: { shoe: "43" } });
    expect((await ask.open({ sealed, place: PLACE }, tab)).problems).toEqual([
      { field: "surname", reason: "missing" },
      { field: "shoe", reason: "unknown" },
    ]);
  });

  it("refuses one that was sealed for another appointment (P16)", async () => {
    const { ask } = await opened(mast);
    const sealed = await envelope({ about: OTHER });
    expect(await why(() => ask.open({ sealed, place: PLACE }, tab))).toBe("moved");
  });

  it("gives a secretary no key of the carers (P15b)", async () => {
    const { ask } = await opened(nadia);
    const sealed = { ...(await envelope()), key: "care/1" };
    expect(await why(() => ask.open({ sealed, place: PLACE }, tab))).toBe("no-key");
  });

  it("uses the keys of the practice that is named, and of no other", async () => {
    const { ask } = await opened(nadia);
    const sealed = await envelope({ of: favre });
    const place = { ...PLACE, practice: "favre" };
    const { answers } = await ask.open({ sealed, place }, tab);
    expect(answers).toEqual({ surname: "Rochat" });
    expect(await why(() => ask.open({ sealed, place: PLACE }, tab))).not.toBe("opened");
    const stranger = { ...PLACE, practice: "rossi" };
    expect(await why(() => ask.open({ sealed, place: stranger }, tab))).toBe("other-practice");
  });

  it("is over when the desk is closed", async () => {
    const { ask, ring } = await opened(mast);
    ring.drop();
    expect(ring.inside).toBeNull();
    const sealed = await envelope();
    expect(await why(() => ask.open({ sealed, place: PLACE }, tab))).toBe("locked");
  });
});

describe("a list card", () => {
  it("is read back beside the same record of the same practice only", async () => {
    const { ask } = await opened(nadia);
    const beside = { activity: "appointment", id: ID };
    const card = { v: 1, surname: "Rochat" };
    const jwe = await ask.makeCard({ ...beside, key: "desk/1", card }, tab);
    expect(await ask.readCard({ ...beside, jwe }, tab)).toEqual(card);
    expect(await why(() => ask.readCard({ ...beside, id: OTHER, jwe }, tab))).toBe("damaged");
    const elsewhere = { ...beside, practice: "favre", jwe };
    expect(await why(() => ask.readCard(elsewhere, tab))).toBe("damaged");
  });
});

describe("a draft", () => {
  it("is sealed to its writer alone", async () => {
    const one = await opened(mast);
    const draft = { views: { choices: { contact: "Léa" } } };
    const sealed = await one.ask.sealDraft({ draft }, tab);
    expect(atob(sealed)).not.toContain("choices");
    expect(await one.ask.openDraft({ sealed }, tab)).toEqual(draft);
    const other = await opened(nadia);
    expect(await why(() => other.ask.openDraft({ sealed }, tab))).not.toBe("opened");
  });

  it("does not tell by its size how much was written", async () => {
    const { ask } = await opened(mast);
    const short = await ask.sealDraft({ draft: { a: "x" } }, tab);
    const long = await ask.sealDraft({ draft: { a: "x".repeat(500) } }, tab);
    expect(short.length).toBe(long.length);
  });
});
