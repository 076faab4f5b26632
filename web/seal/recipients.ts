/**
 * Which age recipients we seal to.
 *
 * The library takes any kind and mixes them; one classical lock beside a post-quantum one undoes it,
 * so the kind is decided here, by prefix, alphabet and exact length (adr 4).
 */

const CLASS_RECIPIENT = /^age1pq1[02-9ac-hj-np-z]{1952}$/;
const MONTH_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/** A post-quantum hybrid recipient (ML-KEM-768 with X25519). */
export const isClassRecipient = (text: unknown): text is string =>
  typeof text === "string" && CLASS_RECIPIENT.test(text);

/** A classical X25519 recipient: a relay's key of one month, and nothing else. */
export const isMonthRecipient = (text: unknown): text is string =>
  typeof text === "string" && MONTH_RECIPIENT.test(text);
