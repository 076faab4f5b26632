/**
 * The keys worker: one for all tabs of the desk (a shared worker; a dedicated one where there is
 * none). It ends when the desk closes completely, and with it every key. What it answers stands in
 * ring/, by subject.
 */

import type { Asked, TabAsks, Told } from "./protocol.ts";
import { choosing } from "./ring/choosing.ts";
import { StaysClosed, whyClosed } from "./ring/closed.ts";
import { drafts } from "./ring/drafts.ts";
import { entering } from "./ring/entering.ts";
import type { Group, Tab } from "./ring/group.ts";
import { Ring } from "./ring/index.ts";
import { journal } from "./ring/journal.ts";
import { opening } from "./ring/opening.ts";
import { own } from "./ring/own.ts";
import { resealing } from "./ring/resealing.ts";
import { returning } from "./ring/returning.ts";
import { seating } from "./ring/seating.ts";
import { telling } from "./ring/telling.ts";
import { turning } from "./ring/turning.ts";

interface Port {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
}

interface WorkerScope extends Port {
  onconnect?: ((event: MessageEvent) => void) | null;
  close(): void;
}

const CHECK_EVERY_MS = 5_000;

const scope = self as unknown as WorkerScope;
const tabs = new Set<Tab>();

const tell = (told: Told, but?: Tab): void => {
  for (const tab of tabs) if (tab !== but) (tab as Port).postMessage(told);
};

const ring = new Ring({
  tell,
  close: () => {
    tabs.clear();
    scope.close();
  },
});

const aboutTabs: Group<TabAsks> = () => ({
  active: () => {
    ring.active();
    return null;
  },
  leave: (_, tab) => {
    tabs.delete(tab);
    if (tabs.size === 0) ring.drop();
    tell({ tabs: tabs.size });
    return null;
  },
  lock: () => {
    ring.lock("person");
    return null;
  },
});

const GROUPS = [
  aboutTabs,
  entering,
  returning,
  opening,
  choosing,
  drafts,
  own,
  seating,
  turning,
  resealing,
  journal,
  telling,
];

type Act = (ask: unknown, tab: Tab) => unknown;
const doing = new Map<string, Act>(
  GROUPS.flatMap((group) => Object.entries(group(ring) as Record<string, Act>)),
);

const join = (tab: Port): void => {
  tabs.add(tab);
  tab.onmessage = async ({ data: { number, call, ask } }) => {
    try {
      tab.postMessage({ number, answer: await doing.get(call)?.(ask, tab) });
    } catch (error) {
      const more = error instanceof StaysClosed && error.n !== undefined ? { n: error.n } : {};
      tab.postMessage({ number, closed: whyClosed(error), ...more });
    }
  };
  tell({ tabs: tabs.size });
};

setInterval(() => ring.check(), CHECK_EVERY_MS);

if ("onconnect" in scope) {
  scope.onconnect = ({ ports: [port] }) => {
    if (port) join(port as unknown as Port);
  };
} else {
  join(scope);
}
