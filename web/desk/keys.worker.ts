/**
 * The keys worker: one for all tabs of the desk (a shared worker; a dedicated one where there is
 * none). It ends when the desk locks, and with it every key.
 */

import type { Asked, Asks, Call, LockedBy, Told } from "./protocol.ts";
import { Ring, whyClosed } from "./ring.ts";

interface Port {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
}

interface WorkerScope extends Port {
  onconnect?: ((event: MessageEvent) => void) | null;
  close(): void;
}

const CHECK_EVERY_MS = 5_000;
/** Between the passphrase and the open desk lies one answer of the server. */
const ENTERING_MS = 60_000;

const scope = self as unknown as WorkerScope;
const ring = new Ring();
const tabs = new Set<Port>();
let activeAt = Date.now();
let unlockedAt = Date.now();
let idleMs = Number.POSITIVE_INFINITY;

const tell = (told: Told): void => {
  for (const tab of tabs) tab.postMessage(told);
};

const lock = (locked: LockedBy): null => {
  ring.drop();
  tell({ locked });
  tabs.clear();
  scope.close();
  return null;
};

const leave = (tab: Port): null => {
  tabs.delete(tab);
  if (tabs.size === 0) ring.drop();
  tell({ tabs: tabs.size });
  return null;
};

type Doing = { [Name in Call]: (ask: Asks[Name]["ask"], tab: Port) => unknown };

const doing: Doing = {
  inside: () => ring.inside,
  unlock: (ask) => {
    unlockedAt = Date.now();
    return ring.unlock(ask);
  },
  enter: async (ask) => {
    const inside = await ring.enter(ask);
    idleMs = ask.idleMs;
    activeAt = Date.now();
    return inside;
  },
  open: (ask) => ring.open(ask),
  readCard: (ask) => ring.readCard(ask),
  makeCard: (ask) => ring.makeCard(ask),
  readChoices: (ask) => ring.readChoices(ask),
  signChoices: (ask) => ring.signChoices(ask),
  active: () => {
    activeAt = Date.now();
    return null;
  },
  leave: (_, tab) => leave(tab),
  lock: () => lock("person"),
};

const join = (tab: Port): void => {
  tabs.add(tab);
  tab.onmessage = async ({ data: { number, call, ask } }) => {
    try {
      const act = doing[call] as (ask: unknown, tab: Port) => unknown;
      tab.postMessage({ number, answer: await act(ask, tab) });
    } catch (error) {
      tab.postMessage({ number, closed: whyClosed(error) });
    }
  };
  tell({ tabs: tabs.size });
};

setInterval(() => {
  // A tab in the background may sleep; the worker does not.
  if (ring.inside && Date.now() - activeAt > idleMs) lock("idleness");
  // A tab that broke off on its way in leaves no key behind.
  if (ring.unlocked && Date.now() - unlockedAt > ENTERING_MS) ring.forget();
}, CHECK_EVERY_MS);

if ("onconnect" in scope) {
  scope.onconnect = ({ ports: [port] }) => {
    if (port) join(port as unknown as Port);
  };
} else {
  join(scope);
}
