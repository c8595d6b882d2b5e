import { ProxyError } from "../../src/core/errors.ts";
import { isObject, type JsonObject, parsedJson } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { sessionDetail } from "../sessions/view.ts";
import { comparisonOf } from "./comparison.ts";
import { type Sent, sentRequest } from "./sent.ts";
import { cacheLines, comparisonLines, headOf } from "./told.ts";

/** What changed from one request to another: two ids, else the one and the turn before it; without any, the latest. */
export const diffTraces = async (
  context: Context,
  id: string | null,
  _flags: Flags,
  other: string | null,
): Promise<void> => {
  const { json, data, print } = context;
  const after = await sentRequest(context, other ?? id ?? "last", "diff");
  const before = await sentRequest(context, other === null ? await turnBefore(context, after) : (id ?? ""), "diff");
  const comparison = comparisonOf(bodyOf(before), bodyOf(after));
  const cache = after.detail?.cache ?? null;
  if (json) return data({ before: factsOf(before), after: factsOf(after), ...comparison, cache });
  for (const line of [headOf(before, context.now()), headOf(after, context.now())]) print(line);
  for (const line of comparisonLines(comparison, context.columns)) print(line);
  for (const line of cacheLines(after)) print(line);
};

const bodyOf = ({ id, body }: Sent): JsonObject => {
  const value = parsedJson(body);
  if (isObject(value)) return value;
  throw new ProxyError("input_missing", `What was sent as ${id} is no JSON object, so there is nothing to compare.`, {
    hint: `Try: proxy-cli trace show ${id}`,
  });
};

/** The request before this one in its conversation; where it is the first, the one before by the same program. */
const turnBefore = async (context: Context, { id, detail }: Sent): Promise<string> => {
  const of = detail?.summary ?? detail?.running ?? null;
  const session = of?.session ?? null;
  const turns = session === null ? [] : (await sessionDetail(context, session)).requests;
  const known = turns.filter((turn) => of !== null && turn.startedAt < of.startedAt && turn.id !== id).at(-1);
  if (known !== undefined) return known.id;
  const lately = await context.client.recent({ limit: 500 }).catch(() => []);
  const near = lately.find((one) => one.id !== id && of !== null && one.startedAt <= of.startedAt && isAlike(one, of));
  if (near === undefined) throw firstOfAll(id);
  context.warn(`${id} begins a conversation; compared with the request before it by the same program`);
  return near.id;
};

type Alike = { readonly client: string | null; readonly path: string };

const isAlike = (one: Alike, other: Alike): boolean => one.client === other.client && one.path === other.path;

const firstOfAll = (id: string): ProxyError =>
  new ProxyError("input_missing", `No request before ${id} is known to compare it with.`, {
    hint: `Try: proxy-cli trace diff OTHER ${id}   (ids: proxy-cli trace list, proxy-cli sessions show ID)`,
  });

const factsOf = ({ id, detail }: Sent): object => {
  const { summary } = detail ?? {};
  return {
    id,
    ...{ session: summary?.session ?? null, turn: summary?.turn ?? null, startedAt: summary?.startedAt ?? null },
    ...{ upstream: summary?.upstream ?? null, model: summary?.modelUsed ?? summary?.model ?? null },
    ...{ inputTokens: summary?.inputTokens ?? null, cacheReadTokens: summary?.cacheReadTokens ?? null },
  };
};
