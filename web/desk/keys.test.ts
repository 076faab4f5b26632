/** The page starts one script as its keys worker, and no other of its own origin. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Keys, workerPath } from "./keys.ts";

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

/** A worker whose script never arrives, or one that runs and says so. */
class Port {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  postMessage(): void {}
}

const started = (port: Port): Keys => {
  const window = { SharedWorker: true, setTimeout };
  vi.stubGlobal("window", window);
  vi.stubGlobal("location", { origin: ORIGIN });
  const dataset = { worker: "/static/keys.worker.4F2CXA7B.js" };
  vi.stubGlobal("document", { documentElement: { dataset } });
  vi.stubGlobal(
    "SharedWorker",
    class {
      port = port;
    },
  );
  return new Keys({ locked: () => {}, screen: () => {}, entered: () => {} });
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("ends when the worker says nothing at all", async () => {
  const keys = started(new Port());
  const asked = expect(keys.ask("stayOut", null)).rejects.toMatchObject({ why: "worker" });
  await vi.advanceTimersByTimeAsync(20_000);
  await asked;
  expect(keys.ended).toBe(true);
});

it("waits as long as it takes for a worker that runs", async () => {
  const port = new Port();
  const keys = started(port);
  port.onmessage?.({ data: { tabs: 1 } });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(keys.ended).toBe(false);
});
