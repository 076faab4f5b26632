/** What a recovery sheet opens of a copy: the practice's class keys, of every epoch. */

import { NotThisGrant, openGrant } from "../../keys/grants.ts";
import { fromBase64 } from "../../seal/base64.ts";
import type { Header } from "./copy.ts";

/** Nothing in the copy is sealed to this sheet: it is another practice's, or one that was replaced. */
export class WrongSheet extends Error {
  override name = "WrongSheet";
}

/** The copy names one practice, and what is sealed to the sheet names another. */
export class OtherPracticesKeys extends Error {
  override name = "OtherPracticesKeys";
}

/** Class keys by their names (`care/1`). `damaged` names what the sheet should open and does not. */
export interface SheetKeys {
  keys: ReadonlyMap<string, string>;
  damaged: string[];
}

export const openSheet = async (root: string, header: Header): Promise<SheetKeys> => {
  const keys = new Map<string, string>();
  const damaged: string[] = [];
  let opened = 0;
  for (const { key, sealed } of header.sheet) {
    try {
      const file = {
        identity: root,
        sealed: fromBase64(sealed),
        practice: header.practice.slug,
        key,
      };
      const secret = await openGrant(file);
      opened += 1;
      if (typeof secret === "string") keys.set(key, secret);
    } catch (error) {
      // It opened, and says itself that it belongs elsewhere.
      if (error instanceof NotThisGrant) throw new OtherPracticesKeys(error.message);
      damaged.push(key);
    }
  }
  if (opened === 0) throw new WrongSheet("this sheet opens nothing of this copy");
  return { keys, damaged };
};
