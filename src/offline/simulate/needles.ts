import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../lib/json.ts";

/** A name or a path: what a call must have read somewhere to say it. */
const needle = /(?:[\w.@~-]*\/)+[\w.@-]+|[\w$]{6,}/g;

const leastLength = 6;

/**
 * The identifiers and paths of at least 6 characters in the arguments of the calls that an answer makes, as far as they
 * had been said before, in these words.
 */
export const needlesIn = (answer: readonly JsonObject[], said: string): readonly string[] => {
  const found = new Set<string>();
  for (const text of answer.flatMap(argumentsIn).flatMap(stringsIn))
    for (const [word] of text.matchAll(needle)) if (word.length >= leastLength) found.add(word);
  return [...found].filter((one) => said.includes(one));
};

/** The arguments of every call in an item of whatever format. */
const argumentsIn = (item: JsonObject): readonly unknown[] => {
  const inner = [...listIn(item["content"]), ...listIn(item["parts"])].map(objectIn);
  return [
    ...inner.flatMap(({ type, input, functionCall }) => [
      ...(type === "tool_use" ? [input] : []),
      ...(isObject(functionCall) ? [functionCall["args"]] : []),
    ]),
    ...listIn(item["tool_calls"]).map((call) => readIn(objectIn(objectIn(call)["function"])["arguments"])),
    ...(item["type"] === "function_call" ? [readIn(item["arguments"])] : []),
    ...(item["type"] === "custom_tool_call" ? [item["input"]] : []),
  ];
};

const readIn = (value: unknown): unknown => (typeof value === "string" ? (parsedJson(value) ?? value) : value);

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [];
};

/** A text of a request, and what goes out in its place. */
export type Replaced = { readonly before: string; readonly after: string };

/** Where a model finds what it needs for its next calls. */
export type NeedleCount = {
  /** Those that had been said before. */
  readonly all: number;
  /** Of them: still word for word in what goes out. */
  readonly verbatim: number;
  /** Of them: not there any more, but what stands in the place of it says how to get it back. */
  readonly recoverable: number;
};

/** What went out of a request. */
export type Haystack = {
  /** All that is said in it, and where that is not what the client sent. */
  readonly forwarded: string;
  readonly replaced: readonly Replaced[];
  /** A text that was kept, by its name; null = nothing is kept under it. */
  readonly originalOf: (id: string) => string | null;
};

/** Counts which needles are still there. `onLost` hears of each that is not, and cannot be got back. */
export const countNeedles = (
  needles: readonly string[],
  { forwarded, replaced, originalOf }: Haystack,
  onLost: (needle: string) => void = () => undefined,
): NeedleCount => {
  const gone = needles.filter((one) => !forwarded.includes(one));
  const lost = gone.filter(
    (one) => !replaced.some((text) => text.before.includes(one) && leadsBack(text.after, one, originalOf)),
  );
  for (const one of lost) onLost(one);
  return { all: needles.length, verbatim: needles.length - gone.length, recoverable: gone.length - lost.length };
};

const originalName = /\bm_[a-z0-9]{6,}/g;

/** A note of ours that tells which call brings it back. */
const repeatable = /\bleft out\b[^\n]*\b(?:re-?run|again)\b/i;

const leadsBack = (placeholder: string, one: string, originalOf: Haystack["originalOf"]): boolean =>
  [...placeholder.matchAll(originalName)].some(([id]) => originalOf(id)?.includes(one) === true) ||
  repeatable.test(placeholder);
