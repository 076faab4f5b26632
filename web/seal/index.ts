/** What the patient's page needs in order to seal, and nothing that opens. */

export type { Answer, Answers, Field, Form, Part, Problem, Reason } from "../types/form.ts";
export type { Context, KeyCard, MonthKeys, Reach } from "../types/sealed.ts";
export { base64 } from "./base64.ts";
export { sealEnvelope, sealReach, WrongLock } from "./envelope.ts";
export { linkHash, newId, newSecret } from "./ids.ts";
export { NotSigned } from "./jws.ts";
export { AnotherKey, AnotherPractice, Malformed, readKeyCard, readMonthKeys } from "./keycard.ts";
export { ageFromText, asks, check, split } from "./rules.ts";
export { walk } from "./succession.ts";
