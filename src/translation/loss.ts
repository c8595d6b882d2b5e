import { ProxyError } from "../core/errors.ts";
import type { Loss } from "../core/translation.ts";
import type { JsonObject } from "../lib/json.ts";
import { type Rule, rowOf } from "./table/index.ts";

/** A loss by its row: what and why are written there, once. None where it happened nowhere. */
export const lost = (rule: Rule, count = 1): readonly Loss[] => {
  const row = rowOf(rule);
  if (count === 0 || row === null || row.does === "carried" || row.does === "refused") return [];
  return [{ rule, what: row.does, count, why: row.why }];
};

/** The refusal of a request that would mean something else, by its row. */
export const refused = (
  rule: Rule,
  message: string,
  { hint, details }: { readonly hint?: string; readonly details?: JsonObject } = {},
): ProxyError =>
  new ProxyError("untranslatable", message, {
    hint: hint ?? "Send it to an upstream that speaks the client's own format.",
    rule,
    ...(details === undefined ? {} : { details }),
  });
