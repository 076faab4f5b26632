import { Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { sealEnvelope, WrongLock } from "../seal/envelope.ts";
import { ENVELOPE_FLOOR, frame, NotAFrame } from "../seal/frame.ts";
import type { Form } from "../types/form.ts";
import type { Context } from "../types/sealed.ts";
import { CannotOpen } from "./decrypt.ts";
import {
  type Expected,
  Moved,
  NotAnEnvelope,
  OtherKey,
  OtherPractice,
  openEnvelope,
  openForm,
} from "./open.ts";

const identity = await generateHybridIdentity();
const recipient = await identityToRecipient(identity);
const appointment = "00000000-0000-0000-0000-00000000000a";
const context: Context = {
  v: 1,
  practice: "mast",
  activity: "questionnaire",
  form: "questionnaire",
  version: "0123456789ab",
  id: "00000000-0000-0000-0000-00000000000b",
  key: "care/1",
  part: "detail",
  about: appointment,
  attachments: [],
};
const expected: Expected = { ...context, part: "detail" };
const payload = { heart: "yes", words: "valve" };
const sealed = await sealEnvelope({ recipient, context, payload });

/** Whatever bytes, sealed as a stranger with the public key could seal them. */
const sealedByAStranger = (bytes: Uint8Array): Promise<Uint8Array> => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
};

describe("an envelope", () => {
  it("opens where it belongs", async () => {
    expect(await openEnvelope({ identity, sealed, expected })).toEqual({ context, payload });
  });

  it.each<[string, Partial<Expected>, string]>([
    ["another activity", { activity: "appointment" }, "activity"],
    ["another record", { id: appointment }, "id"],
    ["another part", { part: "core" }, "part"],
    ["another appointment", { about: context.id }, "about"],
  ])("that was moved to %s is refused, and says so", async (_, change, what) => {
    const opening = openEnvelope({ identity, sealed, expected: { ...expected, ...change } });
    await expect(opening).rejects.toThrow(Moved);
    await expect(opening).rejects.toMatchObject({ name: "Moved", what });
  });

  it("of another practice is refused", async () => {
    const opening = openEnvelope({
      identity,
      sealed,
      expected: { ...expected, practice: "favre" },
    });
    await expect(opening).rejects.toThrow(OtherPractice);
  });

  it("under another key's name is refused", async () => {
    const opening = openEnvelope({ identity, sealed, expected: { ...expected, key: "desk/1" } });
    await expect(opening).rejects.toThrow(OtherKey);
  });

  it("whose form is not its activity's is refused", async () => {
    const other = await sealEnvelope({
      recipient,
      context: { ...context, form: "other" },
      payload,
    });
    await expect(openEnvelope({ identity, sealed: other, expected })).rejects.toThrow(Moved);
  });

  it("does not open with another key (P12)", async () => {
    const other = await generateHybridIdentity();
    await expect(openEnvelope({ identity: other, sealed, expected })).rejects.toThrow(CannotOpen);
  });

  it("with one bit changed anywhere does not open", async () => {
    for (let at = 30; at < sealed.length; at += 397) {
      const damaged = Uint8Array.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await expect(
        openEnvelope({ identity, sealed: damaged, expected }),
        `byte ${at}`,
      ).rejects.toThrow();
    }
  });

  it.each([0, 10, 1000, 2000, sealed.length - 1])(
    "cut to %i bytes does not open",
    async (length) => {
      const cut = sealed.subarray(0, length);
      await expect(openEnvelope({ identity, sealed: cut, expected })).rejects.toThrow();
    },
  );

  it("with a second lock is refused, though ours is among them (P12)", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    encrypter.addRecipient(await identityToRecipient(await generateHybridIdentity()));
    const two = await encrypter.encrypt(frame(context, payload, ENVELOPE_FLOOR));
    await expect(openEnvelope({ identity, sealed: two, expected })).rejects.toThrow(WrongLock);
  });

  it("that holds no frame is refused", async () => {
    const plain = await sealedByAStranger(new TextEncoder().encode('{"heart":"yes"}'));
    await expect(openEnvelope({ identity, sealed: plain, expected })).rejects.toThrow(NotAFrame);
  });

  it.each<[string, object]>([
    ["has no attachments", { ...context, attachments: undefined }],
    [
      "has attachments, which version 1 does not know",
      { ...context, attachments: [{ hash: "a" }] },
    ],
    ["names its appointment by a number", { ...context, about: 7 }],
    ["has no version of its form", { ...context, version: undefined }],
  ])("whose context %s is refused", async (_, wrong) => {
    const odd = await sealedByAStranger(frame(wrong, payload, ENVELOPE_FLOOR));
    await expect(openEnvelope({ identity, sealed: odd, expected })).rejects.toThrow(NotAnEnvelope);
  });
});

describe("a form", () => {
  const field = {
    part: "detail",
    required: false,
    group: "heart",
    label: "Heart",
    hint: null,
    short: null,
    most: null,
    choices: [],
    when: null,
    one_of: null,
    alert: [],
  } as const;
  const form: Form = {
    activity: "questionnaire",
    digest: "",
    version: context.version,
    class: "care",
    parts: ["detail"],
    groups: [],
    fields: [
      {
        ...field,
        alert: [],
        choices: [{ value: "yes", label: "Yes" }],
        name: "heart",
        kind: "choice",
      },
      { ...field, alert: [], choices: [], name: "words", kind: "text", most: 10 },
      { ...field, alert: [], choices: [], name: "age", kind: "age" },
    ],
  };

  it("that our page sealed opens without a problem", async () => {
    const opened = await openForm({ identity, sealed, expected, form });
    expect(opened).toEqual({ context, answers: payload, problems: [] });
  });

  it("that another page sealed is shown with its faults, and nothing strange reaches the desk", async () => {
    const odd = { heart: "often", words: "x".repeat(11), age: { "<script>": 1 }, teeth: "18" };
    const other = await sealEnvelope({ recipient, context, payload: odd });
    const { answers, problems } = await openForm({ identity, sealed: other, expected, form });
    expect(answers).toEqual({ heart: "often", words: "x".repeat(11) });
    expect(problems).toEqual([
      { field: "heart", reason: "not-a-choice" },
      { field: "words", reason: "too-long" },
      { field: "age", reason: "malformed" },
      { field: "teeth", reason: "unknown" },
    ]);
  });
});
