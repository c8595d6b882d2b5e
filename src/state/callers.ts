import type { Caller } from "../core/caller.ts";
import { clientKeys } from "../core/detect.ts";
import { withoutKeys } from "../core/place.ts";
import { once } from "../lib/once.ts";
import { quickHashes } from "../lib/quick-hash.ts";
import { saltedHash } from "./sessions/chain.ts";
import { Latest } from "./sessions/latest.ts";

/** As many keys as one machine may use within a while. */
const mostKnown = 1000;

/** Tells who sends a request. The key itself is not kept, only a hash under this installation's secret. */
export const createCallers = (salt: () => string): ((request: Request) => Caller) => {
  const secret = once(salt);
  const known = new Latest<string>(mostKnown);
  const hash = quickHashes();
  return ({ headers, url }) => {
    const at = url.indexOf("?");
    const keys = [...clientKeys(headers), ...(at < 0 ? [] : withoutKeys(url.slice(at)).keys)];
    if (keys.length === 0) return { token: null, key: null };
    const name = hash(keys.join("\n")); // no header has a line's end in it
    return { token: null, key: known.get(name) ?? known.add(name, saltedHash(secret(), JSON.stringify(keys))) };
  };
};
