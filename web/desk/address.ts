/** Codes come in the fragment of a link, which no server sees. */

/** Takes a code out of the fragment, and the fragment out of the address bar and the history. */
export const takeFromAddress = (name: string): string | null => {
  const code = new URLSearchParams(location.hash.slice(1)).get(name);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  return code;
};
