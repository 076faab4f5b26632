/** The locks of an age file, seen from outside: their kinds, in order. */

export const MLKEM768_X25519 = "mlkem768x25519";
export const X25519 = "X25519";
export const SCRYPT = "scrypt";

const LOCK = "-> ";
const END = "---";
const MOST_HEADER = 16 * 1024;

/** Empty when there is no lock, or no age file. */
export const locks = (sealed: Uint8Array): string[] => {
  const kinds: string[] = [];
  const header = String.fromCharCode(...sealed.subarray(0, MOST_HEADER));
  const lines = header.split("\n");
  if (lines[0] !== "age-encryption.org/v1") return [];
  for (const line of lines) {
    if (line.startsWith(END)) return kinds;
    // A lock's body is base64, which has no hyphen: only its first line begins so.
    if (line.startsWith(LOCK)) kinds.push(line.slice(LOCK.length).split(" ")[0] ?? "");
  }
  return [];
};

/** Whether the file has one lock, of this kind, and no other. */
export const hasOneLock = (sealed: Uint8Array, kind: string): boolean => {
  const seen = locks(sealed);
  return seen.length === 1 && seen[0] === kind;
};
