import type { Exchange } from "../../core/exchange.ts";
import { quickHashes } from "../../lib/quick-hash.ts";
import { saltedHash } from "./chain.ts";
import { Latest } from "./latest.ts";

/** Headers that a key is shown in. */
const keyHeaders = ["authorization", "x-api-key", "x-goog-api-key", "api-key"] as const;

/** As many programs and keys as one machine may use within a while. */
const mostKnown = 1000;

/**
 * Tells whose conversations these are: one kind of program with one key. The key itself is not kept, only a hash under
 * this installation's secret.
 */
export const groupsOf = (salt: string): ((exchange: Pick<Exchange, "request" | "query" | "client">) => string) => {
  const known = new Latest<string>(mostKnown);
  const hash = quickHashes();
  return ({ request, query, client }) => {
    const keys = keysIn(request.headers);
    const inQuery = /key|%/.test(query) ? new URLSearchParams(query).get("key") : null;
    // No header has a line's end in it.
    const name = hash(`${client ?? ""}\n${keys.length}\n${keys.join("\n")}\n${inQuery === null ? "" : `?${inQuery}`}`);
    return known.get(name) ?? known.add(name, saltedHash(salt, JSON.stringify([client, keys, inQuery])));
  };
};

const keysIn = (headers: Headers): readonly string[] => {
  const keys: string[] = [];
  for (const name of keyHeaders) {
    const key = headers.get(name);
    if (key !== null) keys.push(key);
  }
  return keys;
};
