/**
 * Wrote the golden file of keys and people: `node make-people-vectors.mjs tests/vectors/people.json`.
 *
 * A practice's first weeks, as its desks sent them: it is set up, two colleagues come, one forgets the
 * passphrase, one leaves, it is handed over. Kept for ever: this refuses to write where it stands.
 */

import { existsSync, writeFileSync } from "node:fs";
import { newId } from "../seal/ids.ts";
import { fingerprint } from "../seal/jws.ts";
import { newPerson, newPractice, type Person } from "./cast.ts";
import { checkWords } from "./check-words.ts";
import { sealMember } from "./member.ts";
import { makeMine } from "./mine.ts";
import { provenPair } from "./own-pair.ts";
import { newPassphrase } from "./passphrase.ts";
import { admit, seat } from "./seating.ts";
import { type Before, prove, type Turn, turn } from "./turn.ts";

const PRACTICE = "mast";
const RELAY = "r".repeat(43);
const WHEN = { today: "2026-11-23", at: new Date("2026-11-23T07:00:00Z") };
/** Lower than a member's, so that the tests are quick. */
const WORK_FACTOR = 12;

const [out = "tests/vectors/people.json"] = process.argv.slice(2);
if (existsSync(out)) {
  console.error(`Golden files are kept for ever; ${out} is already there.`);
  process.exit(2);
}

const own = async (person: Person, pinned: string) => {
  const sealed = await sealMember(person, newPassphrase("fr"), { workFactor: WORK_FACTOR });
  const mine = await makeMine(person, { pin: "482915", practices: { [PRACTICE]: pinned } });
  return provenPair(person, { sealed, mine }, { practice: PRACTICE, member: person.seat.id });
};
const secrets = ({ age, signing, seat: { id, name, role } }: Person) => ({
  ...{ id, name, role },
  ...{ age, signing },
});

const mast = await newPractice({ practice: PRACTICE, relay: RELAY, at: WHEN.at });
const pinned = fingerprint(mast.signing);
const ines = await newPerson("Inès R.", "ASSISTANT");
const nadia = await newPerson("Nadia B.", "SECRETARY");
const again = await newPerson("Inès R.", "ASSISTANT");
again.seat.id = ines.seat.id;

let before: Before = mast.before;
const steps: object[] = [
  { do: "set-up", member: await own(mast.owner, pinned), turn: mast.first, by: "Dr Mast" },
];
for (const person of [ines, nadia]) {
  const made = await seat(before, person.seat, WHEN);
  const joining = newId();
  steps.push({ do: "seat", joining, member: await own(person, pinned), who: person.seat, ...made });
  before = { ...before, roster: made.roster };
}
const pair = { recipient: again.recipient, signing: again.seat.signing };
const admitted = await admit(before, { member: ines.seat.id, ...pair }, mast.owner, WHEN);
before = { ...before, admissions: [admitted.admission] };
steps.push({
  ...{ do: "admit", joining: newId(), member: await own(again, pinned), who: again.seat },
  ...admitted,
});
const apply = (made: Turn, held: object) => {
  before = { ...before, ...held, card: made.card, roster: made.roster, admissions: [] };
};
const left = await turn(before, { why: "left", leaving: [nadia.seat.id], ...WHEN });
steps.push({ do: "leave", who: nadia.seat }, { do: "turn", turn: left.turn });
apply(left.turn, left.held);
const handed = await turn(before, { why: "handed-over", ...WHEN });
const proven = await prove(handed, handed.paper?.root ?? "");
steps.push({ do: "turn", turn: proven });

const written = {
  practice: PRACTICE,
  relay: RELAY,
  fingerprints: [pinned, fingerprint(handed.held.signing)],
  people: [mast.owner, ines, nadia, again].map(secrets),
  roots: [mast.root.identity, handed.paper?.root],
  successions: [proven.succession],
  check_words: checkWords(
    { fingerprint: pinned, member: ines.seat.id, role: "ASSISTANT", ...pair },
    "fr",
  ).join(" "),
  held: handed.held,
  steps,
};
writeFileSync(out, `${JSON.stringify(written, null, 1)}\n`);
