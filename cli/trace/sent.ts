import type { RequestDetail } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { type JsonObject, objectIn, textOrNull } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { foundRequest } from "../why/find.ts";
import { tracePlace } from "./place.ts";

/** A request as its client sent it. */
export type Sent = {
  readonly id: string;
  readonly method: string;
  /** Path and query. */
  readonly place: string;
  /** Whether something of the query is not here, because it may be a key. */
  readonly hidesPlace: boolean;
  readonly dialect: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Everything else that is known of it; null = only its trace is left. */
  readonly detail: RequestDetail | null;
};

/**
 * The request that is meant by an id, its beginning, or `last`, with its body: the daemon has the latest in memory, and a trace
 * may have it. Throws `input_missing` where nobody knows it, or its body is nowhere.
 */
export const sentRequest = async (context: Context, word: string, action: string): Promise<Sent> => {
  const named = await traceNamed(context, word);
  const detail = await foundRequest(context, word, `trace ${action}`).then(
    (found) => found.detail,
    (thrown: unknown) => {
      if (named !== null) return null; // its row is gone, its file is not
      throw thrown;
    },
  );
  const of = detail?.summary ?? detail?.running ?? null;
  const id = of?.id ?? word;
  const kept = of === null ? null : await orNull(context.client.requestBody({ id }));
  const trace = named ?? (await traceNamed(context, id));
  const { isHidden } = await import("../../src/offline/traces.ts");
  const query = textOrNull(trace?.["query"]) ?? /\?[^#]*/.exec(detail?.url ?? "")?.[0] ?? "";
  const { headers, body } = objectIn(trace?.["request"]);
  const { text, isCut } = objectIn(body);
  const whole = kept?.text ?? (typeof text === "string" && isCut !== true ? text : null);
  if (whole === null) throw notKept(id, kept?.why ?? null);
  return {
    id,
    method: of?.method ?? textOrNull(trace?.["method"]) ?? "POST",
    place: (of?.path ?? textOrNull(trace?.["path"]) ?? "/") + query,
    hidesPlace: isHidden(query),
    dialect: of?.dialect ?? textOrNull(trace?.["dialect"]),
    headers: headersOf(detail, objectIn(headers)),
    body: whole,
    detail,
  };
};

const traceNamed = async (context: Context, id: string): Promise<JsonObject | null> => {
  const { folder } = await tracePlace(context);
  const { traceOf } = await import("../../src/offline/traces.ts");
  return traceOf(folder, id).then(
    ({ trace }) => trace,
    () => null,
  );
};

const headersOf = (detail: RequestDetail | null, traced: JsonObject): Readonly<Record<string, string>> => {
  const known = detail?.request.headers ?? [];
  const named =
    known.length > 0 ? known : Object.entries(traced).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(named.map(([name, value]) => [name.toLowerCase(), value]));
};

const notKept = (id: string, why: string | null): ProxyError =>
  new ProxyError(
    "input_missing",
    `What was sent as ${id} is not here. ${capital(why ?? "no daemon has it in memory")}, and no trace holds the whole request.`,
    { hint: "Try: proxy-cli trace on --bodies   (from now on; larger ones: trace.max_body_bytes)" },
  );

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
