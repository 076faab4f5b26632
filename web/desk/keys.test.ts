/** The page starts one script as its keys worker, and no other of its own origin. */

import { expect, it } from "vitest";
import { workerPath } from "./keys.ts";

const ORIGIN = "https://desk.example";

it("lets the built keys worker through", () => {
  const path = "/static/keys.worker.4F2CXA7B.js";
  expect(workerPath(path, ORIGIN)).toBe(path);
  expect(workerPath(`${ORIGIN}${path}`, ORIGIN)).toBe(path);
});

it.each([
  ["nothing", ""],
  ["another script of ours", "/static/desk.4F2CXA7B.js"],
  ["an answer of the server", "/v1/desk/door"],
  ["another origin", "https://elsewhere.example/static/keys.worker.4F2CXA7B.js"],
  ["a way out of the folder", "/static/keys.worker.4F2CXA7B/../../media/keys.js"],
  ["an encoded way out", "/static/keys.worker.%2F..%2Fmedia.js"],
  ["a script in the address", "data:text/javascript,1"],
])("stops %s", (_, url) => {
  expect(() => workerPath(url, ORIGIN)).toThrow("the worker is not ours");
});
