/**
 * `sealing.seal` and `sealing.open`: one form sealed and opened, against the bare key encapsulation.
 *
 * The driver of `make bench` bundles this file (`esbuild benchmarks/sealing.ts --bundle --format=esm`),
 * serves it to a page in Chromium and calls `measure()` there, on the page's own thread; it returns one
 * figure a line of `make bench`. Times are medians in milliseconds; `ratio` is ours over bare, smaller is
 * better. The two sides of a ratio take turns within one run, so that a busy machine slows both.
 */

import { MLKEM768X25519 } from "@noble/post-quantum/hybrid.js";
import { bech32 } from "@scure/base";
import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import { openEnvelope } from "../web/open/open.ts";
import { sealEnvelope } from "../web/seal/envelope.ts";
import type { Context } from "../web/types/sealed.ts";

export interface Figure {
  name: string;
  value: number;
  unit: "ms";
  against: string;
  ratio: number;
}

const WARM_UP = 20;

const context: Context = {
  v: 1,
  practice: "mast",
  activity: "questionnaire",
  form: "questionnaire",
  version: "0123456789ab",
  id: "00000000-0000-0000-0000-00000000000b",
  key: "care/1",
  part: "detail",
  about: "00000000-0000-0000-0000-00000000000a",
  attachments: [],
};
/** As much as a patient writes who answers everything: 1.8 KB. */
const payload = Object.fromEntries(
  Array.from({ length: 30 }, (_, number) => [`question_${number}`, "x".repeat(44)]),
);

export const measure = async (rounds = 200): Promise<Figure[]> => {
  const identity = await generateHybridIdentity();
  const recipient = await identityToRecipient(identity);
  const publicKey = bech32.fromWords(
    bech32.decode(recipient as `${string}1${string}`, false).words,
  );
  const secretKey = bech32.decodeToBytes(identity).bytes;
  const { cipherText } = MLKEM768X25519.encapsulate(publicKey);
  const sealed = await sealEnvelope({ recipient, context, payload });
  const expected = { ...context, part: "detail" } as const;

  return [
    await compare(rounds, {
      name: "sealing.seal",
      against: "noble MLKEM768-X25519 encapsulation",
      ours: () => sealEnvelope({ recipient, context, payload }),
      bare: () => MLKEM768X25519.encapsulate(publicKey),
    }),
    await compare(rounds, {
      name: "sealing.open",
      against: "noble MLKEM768-X25519 decapsulation",
      ours: () => openEnvelope({ identity, sealed, expected }),
      bare: () => MLKEM768X25519.decapsulate(cipherText, secretKey),
    }),
  ];
};

interface Sides {
  name: string;
  against: string;
  ours: () => Promise<unknown>;
  bare: () => unknown;
}

const compare = async (rounds: number, { name, against, ours, bare }: Sides): Promise<Figure> => {
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = -WARM_UP; round < rounds; round++) {
    const start = performance.now();
    await ours();
    const between = performance.now();
    bare();
    const end = performance.now();
    if (round < 0) continue;
    times.ours.push(between - start);
    times.bare.push(end - between);
  }
  const value = median(times.ours);
  return { name, value, unit: "ms", against, ratio: value / median(times.bare) };
};

const median = (numbers: number[]): number =>
  numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
