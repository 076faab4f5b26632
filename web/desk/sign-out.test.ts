/** The session on the server does not outlive the lock by a lost request. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SignOut } from "./sign-out.ts";

const tell = vi.fn<(outlives: boolean) => void>();
const desk = vi.fn<typeof fetch>();
const kept = () => Promise.resolve(new Response(null, { status: 204 }));
const lost = () => Promise.reject(new TypeError("no connection"));
const broken = () => Promise.resolve(new Response("", { status: 502 }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", desk);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

describe("the session", () => {
  it("is ended by one request when the desk answers", async () => {
    desk.mockImplementation(kept);
    const signOut = new SignOut(tell);
    signOut.start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(desk).toHaveBeenCalledTimes(1);
    expect(signOut.pending).toBe(false);
    expect(tell).not.toHaveBeenCalledWith(true);
  });

  it("is ended by a later request when the first ones are lost, and the page says so meanwhile", async () => {
    desk.mockImplementationOnce(lost).mockImplementationOnce(broken).mockImplementation(kept);
    const signOut = new SignOut(tell);
    signOut.start();
    await vi.advanceTimersByTimeAsync(500);
    expect(tell).toHaveBeenLastCalledWith(true);
    expect(signOut.pending).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk).toHaveBeenCalledTimes(3);
    expect(tell).toHaveBeenLastCalledWith(false);
    expect(signOut.pending).toBe(false);
  });

  it("is asked about at least once a minute, and not much more often", async () => {
    desk.mockImplementation(lost);
    new SignOut(tell).start();
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(desk.mock.calls.length).toBeGreaterThanOrEqual(60);
    expect(desk.mock.calls.length).toBeLessThan(70);
  });

  it("is left alone once somebody signs in", async () => {
    desk.mockImplementation(lost);
    const signOut = new SignOut(tell);
    signOut.start();
    await vi.advanceTimersByTimeAsync(500);
    signOut.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(desk).toHaveBeenCalledTimes(1);
    expect(tell).toHaveBeenLastCalledWith(false);
  });
});
