import type { Exchange } from "../../core/exchange.ts";
import { saltedHash } from "./chain.ts";

/** Headers that a key is shown in. */
const keyHeaders = ["authorization", "x-api-key", "x-goog-api-key", "api-key"] as const;

/**
 * Whose conversations these are: one kind of program with one key. The key itself is not kept, only a hash under this
 * installation's secret.
 */
export const groupOf = ({ request, query, client }: Exchange, salt: string): string => {
  const shown = keyHeaders.flatMap((name) => request.headers.get(name) ?? []);
  const inQuery = /key|%/.test(query) ? new URLSearchParams(query).get("key") : null;
  return saltedHash(salt, JSON.stringify([client, shown, inQuery]));
};
