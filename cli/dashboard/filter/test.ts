import { answeredBy } from "../../output/ending.ts";
import { readDuration } from "../../output/units.ts";
import { type ListedRequest, tookMs } from "../data/requests.ts";
import { signOf } from "../requests/sign.ts";
import { readAmount } from "./amount.ts";
import type { Comparison } from "./fields.ts";
import { fields } from "./fields.ts";
import type { Filter, Term } from "./filter.ts";

/** Whether a request is wanted. */
export type Test = (request: ListedRequest, now: number) => boolean;

/** A filter as a function; it is made once for many requests. */
export const testOf = (filter: Filter): Test => {
  switch (filter.kind) {
    case "text": {
      const wanted = containing(filter.text);
      return (request) => textsOf(request).some(wanted);
    }
    case "not": {
      const of = testOf(filter.of);
      return (request, now) => !of(request, now);
    }
    case "all":
    case "any": {
      const parts = filter.of.map(testOf);
      return filter.kind === "all"
        ? (request, now) => parts.every((part) => part(request, now))
        : (request, now) => parts.some((part) => part(request, now));
    }
    case "term":
      return termTest(filter);
  }
};

/** Everything of a request that a text can be looked for in. */
export const textsOf = (request: ListedRequest): readonly string[] =>
  [
    ...[request.id, request.model, request.modelUsed, answeredBy(request), request.session, request.client],
    ...[request.path, request.error, request.outcome, request.dialect, signOf(request).sign],
  ].filter((text) => text !== null);

/** The texts that a field of names looks at. */
export const namesOf: Readonly<Record<string, (request: ListedRequest) => readonly (string | null)[]>> = {
  model: ({ model, modelUsed }) => [modelUsed ?? model, model],
  up: (request) => [answeredBy(request)],
  session: ({ session }) => [session],
  client: ({ client }) => [client],
  err: ({ error, outcome }) => [error, outcome === "--" ? null : outcome],
  translated: ({ translated }) => [translated, translated === null ? null : "yes"],
  rule: ({ rule }) => [rule],
  id: ({ id }) => [id],
};

const numbersOf: Readonly<Record<string, (request: ListedRequest, now: number) => number | null>> = {
  cost: ({ costMicros }) => costMicros,
  time: tookMs,
  ttft: ({ ttftMs }) => ttftMs,
  in: ({ inputTokens }) => inputTokens,
  out: ({ outputTokens }) => outputTokens,
};

const termTest = ({ field, comparison, value }: Term): Test => {
  const { kind } = fields[field];
  if (kind === "state") return stateTest(comparison, value.toLowerCase());
  if (kind === "cache") return cacheTest(value.toLowerCase());
  if (kind === "age") return (request, now) => request.startedAt >= now - (readDuration(value) ?? 0);
  const names = namesOf[field];
  if (names !== undefined) {
    if (value === "-") return (request) => names(request).every((name) => name === null);
    const wanted = containing(value);
    return (request) => names(request).some((name) => name !== null && wanted(name));
  }
  const number = numbersOf[field] ?? (() => null);
  if (value === "-") return (request, now) => number(request, now) === null;
  const limit = limitOf(kind, value);
  return (request, now) => compared(number(request, now), comparison, limit);
};

const limitOf = (kind: string, value: string): number => {
  if (kind === "duration") return readDuration(value) ?? 0;
  const amount = readAmount(value.replace(/^\$/, "")) ?? 0;
  return kind === "money" ? amount * 1e6 : amount;
};

/** What is not known is neither more nor less than anything. */
const compared = (number: number | null, comparison: Comparison, limit: number): boolean => {
  if (number === null) return false;
  if (comparison === ">") return number > limit;
  if (comparison === "<") return number < limit;
  if (comparison === ">=") return number >= limit;
  return comparison === "<=" ? number <= limit : number === limit;
};

const stateTest = (comparison: Comparison, value: string): Test => {
  if (comparison !== "") return ({ status }) => compared(status, comparison, Number(value));
  const word = stateTests[value];
  if (word !== undefined) return word;
  if (value === "-") return ({ status, outcome }) => status === null && outcome !== null;
  if (/^\d/.test(value)) return ({ status }) => new RegExp(`^${value.replace("xx", "\\d\\d")}$`).test(String(status));
  return ({ outcome }) => outcome?.toLowerCase() === value;
};

const stateTests: Readonly<Record<string, Test>> = {
  run: ({ outcome }) => outcome === null,
  queued: ({ phase }) => phase === "queued",
  ok: ({ outcome, status }) => outcome === "--" && status !== null && status < 400,
  err: ({ outcome, status }) => outcome !== null && (outcome !== "--" || status === null || status >= 400),
  limited: ({ status }) => status === 429,
  cut: (request) => signOf(request).sign === "CUT",
  abt: (request) => signOf(request).sign === "ABT",
  ref: (request) => signOf(request).sign === "REF",
  hit: (request) => signOf(request).sign === "HIT",
};

/** A hit is one of our own cache of answers, or one that a vendor read from its prompt cache; `st:hit` is only ours. */
const cacheTest = (value: string): Test => {
  if (value === "break") return ({ cacheBreak }) => cacheBreak !== null;
  if (value === "hit") return (request) => request.answerCache === "hit" || (request.cacheReadTokens ?? 0) > 0;
  if (value === "miss") return ({ cacheReadTokens }) => cacheReadTokens === 0;
  return ({ cacheReadTokens, answerCache }) => cacheReadTokens === null && answerCache !== "hit";
};

/** Whether a text contains this one; with `*` or `?` in it, whether it is the whole of it that fits. Letters' case is nothing. */
const containing = (wanted: string): ((text: string) => boolean) => {
  const small = wanted.toLowerCase();
  if (!/[*?]/.test(small)) return (text) => text.toLowerCase().includes(small);
  return (text) => fits(small, text.toLowerCase());
};

/** Whether a text fits a pattern of `*` and `?`, in a time that grows with both lengths and no faster. */
export const fits = (pattern: string, text: string): boolean => {
  let [at, inText, star, starred] = [0, 0, -1, 0];
  while (inText < text.length) {
    if (pattern[at] === "*") [star, starred, at] = [at, inText, at + 1];
    else if (pattern[at] === "?" || pattern[at] === text[inText]) [at, inText] = [at + 1, inText + 1];
    else if (star >= 0) [at, inText, starred] = [star + 1, starred + 1, starred + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
};
