/** What a link carries behind its `#`: it never reaches a server. */

export interface Fragment {
  /** The fingerprint of the practice's signing key. */
  pinned: string | undefined;
  /** The secret of an appointment's one link. */
  secret: string | undefined;
}

export const readFragment = (hash: string): Fragment => {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  return { pinned: read.get("k") ?? undefined, secret: read.get("s") ?? undefined };
};

/** The appointment's one link. */
export const linkAddress = (language: string, fingerprint: string, secret: string): string =>
  `/${language}/link#k=${fingerprint}&s=${secret}`;
