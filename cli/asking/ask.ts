import { type FailureCode, failures, ProxyError } from "../../src/core/errors.ts";
import { type TooLong, tooLongIn } from "../../src/core/too-long.ts";
import { isObject, type JsonObject, objectIn, parsedJson, textOrNull } from "../../src/lib/json.ts";
import { redacted } from "../../src/lib/redact.ts";
import { sseReader } from "../../src/lib/sse.ts";
import { visible } from "../output/visible.ts";
import type { Place } from "./place.ts";

/** A question of ours. */
export type Question = { readonly text: string; readonly maxTokens: number };

/** What came of it; null = the vendor does not say. Times in milliseconds since it was sent. */
export type Answered = {
  readonly tooLong: null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Until the first piece of the answer; null = it had none. */
  readonly ttftMs: number | null;
  readonly totalMs: number;
};

/** A question that was longer than the model takes. */
export type Refused = { readonly tooLong: TooLong };

/**
 * Asks once and reads the answer as it comes. The proxy speaks each vendor's format; here it is always Anthropic's. Throws
 * what went wrong in the words of whoever says so, and `interrupted` when `signal` fires.
 */
export const ask = async (place: Place, question: Question, signal: AbortSignal): Promise<Answered | Refused> => {
  const body = {
    model: place.model,
    max_tokens: question.maxTokens,
    stream: true,
    messages: [{ role: "user", content: question.text }],
  };
  const from = performance.now();
  try {
    const response = await fetch(`${place.url}/v1/messages`, {
      ...{ method: "POST", headers: place.headers, body: JSON.stringify(body), signal },
      redirect: "manual", // a key follows none
    });
    if (!response.ok) return await refusedOr(response, place);
    checkPlace(response, place);
    return await answerIn(response, place, from);
  } catch (thrown) {
    if (thrown instanceof ProxyError) throw thrown;
    if (signal.aborted) throw new ProxyError("interrupted", "Stopped before it was done.", { cause: thrown });
    throw new ProxyError("not_running", "The proxy is gone, or has cut the answer.", {
      hint: "Try: proxy-cli status",
      cause: thrown,
    });
  }
};

const refusedOr = async (response: Response, place: Place): Promise<Refused> => {
  const error = objectIn(objectIn(parsedJson(await response.text()))["error"]);
  const message = textOrNull(error["message"]) ?? "";
  const ours = response.headers.get("x-proxy-error");
  const tooLong = ours === null ? tooLongIn(message) : null;
  if (tooLong !== null) return { tooLong };
  throw ours !== null && isFailure(ours)
    ? new ProxyError(ours, told(message), { hint: tryPlace(place) })
    : vendorsError(response.status, message, place);
};

const isFailure = (word: string): word is FailureCode => Object.hasOwn(failures, word);

/** What a vendor says is a stranger's text. */
const told = (message: string): string => visible(redacted(message.slice(0, 500)));

const tryPlace = ({ upstream }: Place): string => `Try: proxy-cli upstreams test ${upstream}`;

const vendorsError = (status: number, message: string, place: Place): ProxyError => {
  const what = `"${place.upstream}" refused the request for ${visible(place.model)} with ${status}.`;
  const why = message === "" ? what : `${what} It says: ${told(message)}`;
  if (status === 401 || status === 403) return new ProxyError("key_rejected", why, { hint: tryPlace(place) });
  if (status === 429 || status >= 500)
    return new ProxyError("overloaded", why, { hint: "Wait a while. Try: proxy-cli status" });
  return new ProxyError("invalid_request", why, { hint: `Try: proxy-cli models list --upstream ${place.upstream}` });
};

/** A fallback would be measured under another's name. */
const checkPlace = ({ headers }: Response, { upstream }: Place): void => {
  const answered = headers.get("x-proxy-upstream");
  if (answered === null || answered === upstream) return;
  throw new ProxyError("upstream_closed", `"${visible(answered)}" has answered in place of "${upstream}".`, {
    hint: `Try: proxy-cli upstreams test ${upstream}`,
  });
};

const answerIn = async ({ body }: Response, place: Place, from: number): Promise<Answered> => {
  let [usage, ttftMs, isWhole]: [JsonObject, number | null, boolean] = [{}, null, false];
  let failure: ProxyError | null = null;
  const reader = sseReader(({ name, data }) => {
    const event = objectIn(parsedJson(data));
    if (name === "content_block_delta") ttftMs ??= performance.now() - from;
    if (name === "message_start") usage = { ...usage, ...said(objectIn(event["message"])["usage"]) };
    if (name === "message_delta") usage = { ...usage, ...said(event["usage"]) };
    if (name === "message_stop") isWhole = true;
    if (name === "error") failure ??= vendorsError(500, textOrNull(objectIn(event["error"])["message"]) ?? "", place);
  });
  for await (const bytes of body ?? []) reader.read(bytes);
  reader.end();
  if (failure !== null) throw failure;
  if (!isWhole)
    throw new ProxyError("upstream_cut", `The answer of "${place.upstream}" was cut.`, { hint: tryPlace(place) });
  return {
    tooLong: null,
    inputTokens: sumOf(usage, ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"]),
    outputTokens: sumOf(usage, ["output_tokens"]),
    ttftMs,
    totalMs: performance.now() - from,
  };
};

/** A field that a later event has no word for stays as it was. */
const said = (usage: unknown): JsonObject =>
  isObject(usage) ? Object.fromEntries(Object.entries(usage).filter(([, value]) => typeof value === "number")) : {};

/** Null where the first of them was not said. */
const sumOf = (usage: JsonObject, [first = "", ...more]: readonly string[]): number | null => {
  const numberAt = (name: string): number | null => (typeof usage[name] === "number" ? usage[name] : null);
  const whole = numberAt(first);
  return whole === null ? null : more.reduce((sum, name) => sum + (numberAt(name) ?? 0), whole);
};
