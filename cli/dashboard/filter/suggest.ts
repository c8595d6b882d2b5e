import type { ListedRequest } from "../data/requests.ts";
import { matching } from "../requests/shown.ts";
import { signOf } from "../requests/sign.ts";
import { type FieldName, fieldNames, fields, isField } from "./fields.ts";
import { written } from "./filter.ts";
import { namesOf } from "./test.ts";

/** Something that the text of a filter can be completed with. */
export type Suggestion = {
  /** What takes the place of the last word. */
  readonly word: string;
  /** Beside it: what a field is. */
  readonly says: string;
  /** How many requests it finds together with the rest of the text; null for a field. */
  readonly count: number | null;
};

/** So many values are offered. */
const mostValues = 30;

/** What the last word of a text could become: a field, or behind one its values with their counts, the most frequent first. */
export const suggestionsFor = (
  text: string,
  requests: readonly ListedRequest[],
  now: number,
): readonly Suggestion[] => {
  const word = lastWord(text);
  const [, name = "", typed = ""] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
  const field = name.toLowerCase();
  if (!isField(field)) return fieldsLike(word.toLowerCase());
  const among = matching(requests, text.slice(0, text.length - word.length), now);
  const wanted = typed.replace(/^"/, "").toLowerCase();
  return valuesOf(field, requests)
    .filter((value) => value.toLowerCase().includes(wanted))
    .map((value): Suggestion => {
      const found = valueWord(field, value);
      return { word: found, says: "", count: matching(among, found, now).length };
    })
    .toSorted((one, other) => (steps[field] === undefined ? (other.count ?? 0) - (one.count ?? 0) : 0))
    .slice(0, mostValues);
};

/** The text with its last word completed; behind a value a new one can begin. */
export const completed = (text: string, { word, count }: Suggestion): string =>
  `${text.slice(0, text.length - lastWord(text).length)}${word}${count === null ? "" : " "}`;

const lastWord = (text: string): string => /[^\s|(!"]*(?::"[^"]*)?$/.exec(text)?.[0] ?? "";

const fieldsLike = (typed: string): readonly Suggestion[] =>
  fieldNames
    .filter((name) => name.startsWith(typed))
    .map((name) => ({ word: `${name}:`, says: fields[name].says, count: null }));

const valueWord = (field: FieldName, value: string): string =>
  steps[field] === undefined ? written({ kind: "term", field, comparison: "", value }) : `${field}:${value}`;

/** What is offered where each value is its own. */
const steps: Partial<Readonly<Record<FieldName, readonly string[]>>> = {
  cost: [">0.01", ">0.1", ">1", "-"],
  time: [">1s", ">10s", ">1m"],
  ttft: [">1s", ">5s", ">30s"],
  in: [">10k", ">50k", ">100k"],
  out: [">1k", ">5k", "<100"],
  cache: ["hit", "miss", "break"],
  since: ["1m", "10m", "1h"],
};

const valuesOf = (field: FieldName, requests: readonly ListedRequest[]): readonly string[] => {
  const fixed = steps[field];
  if (fixed !== undefined) return fixed;
  if (field === "st") return [...new Set([...requests.map(stateOf), "ok", "err"])];
  const names = requests.map((request) => namesOf[field]?.(request).find((name) => name !== null) ?? "-");
  return [...new Set(names)];
};

const stateOf = (request: ListedRequest): string => {
  const { sign } = signOf(request);
  if (sign === ">>") return "run";
  return sign.startsWith("Q") ? "queued" : sign.toLowerCase();
};
