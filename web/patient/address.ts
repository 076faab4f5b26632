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

/**
 * Whether an address opened over this page is another link, which a browser does not load by itself.
 * One that names no key takes none away.
 */
export const leadsElsewhere = (read: Fragment, now: Fragment): boolean =>
  differs(read.pinned, now.pinned) || differs(read.secret, now.secret);

const differs = (read: string | undefined, now: string | undefined): boolean =>
  now !== undefined && now !== read;

/** What goes along to the page that books: the fingerprint, never an appointment's secret. */
export const homeHash = ({ pinned }: Fragment): string =>
  pinned === undefined ? "" : `#${new URLSearchParams({ k: pinned })}`;

/** The appointment's one link. */
export const linkAddress = (language: string, fingerprint: string, secret: string): string =>
  `/${language}/link#k=${fingerprint}&s=${secret}`;
