import { readDuration } from "../../output/units.ts";
import { readAmount } from "./amount.ts";

/** How a value is compared; empty = it is that, or contains it. */
export type Comparison = "" | ">" | "<" | ">=" | "<=";

/** What a field's value is, and so how it is compared. */
export type FieldKind = "name" | "state" | "money" | "duration" | "count" | "cache" | "age";

/** The fields in the order that the builder shows them. */
export const fields = {
  model: { kind: "name", says: "name of the model" },
  st: { kind: "state", says: "200, 5xx, cut, abt, ref, hit, run, queued, ok, err" },
  up: { kind: "name", says: "upstream" },
  session: { kind: "name", says: "id of the conversation" },
  client: { kind: "name", says: "program that asked" },
  cost: { kind: "money", says: "dollars, like >0.1" },
  time: { kind: "duration", says: "how long it took, like >10s" },
  ttft: { kind: "duration", says: "time to the first byte, like >2s" },
  in: { kind: "count", says: "input tokens, like >50k" },
  out: { kind: "count", says: "output tokens, like <100" },
  cache: { kind: "cache", says: "hit, miss or break" },
  err: { kind: "name", says: "name of the error" },
  id: { kind: "name", says: "id of the request" },
  since: { kind: "age", says: "begun in the last, like 10m" },
  translated: { kind: "name", says: "yes, or the format spoken there; - is none" },
  rule: { kind: "name", says: "rule that chose the upstream" },
} as const satisfies Readonly<Record<string, { readonly kind: FieldKind; readonly says: string }>>;

/** The name of a field. */
export type FieldName = keyof typeof fields;

/** Every name. */
export const fieldNames = Object.keys(fields) as readonly FieldName[];

/** Whether it is one of them. */
export const isField = (name: string): name is FieldName => Object.hasOwn(fields, name);

/** States by their words; codes like `200`, `5xx` and `SD` are understood beside them. */
export const stateWords = ["run", "queued", "ok", "err", "limited", "cut", "abt", "ref", "hit"] as const;

/** What was asked for that this cannot be; null = it is fine. An unknown value is asked for with `-`. */
export const valueProblem = (name: FieldName, comparison: Comparison, value: string): string | null => {
  const { kind } = fields[name];
  if (value === "") return `${name}: wants a value: ${fields[name].says}`;
  const isCompared = comparison !== "";
  if (isCompared && ["name", "cache", "age"].includes(kind))
    return `${name}: is not more or less: ${fields[name].says}`;
  if (value === "-" && !isCompared) return kind === "age" ? `since: wants a time: ${fields[name].says}` : null;
  switch (kind) {
    case "money":
      return readAmount(value.replace(/^\$/, "")) === null ? `${name}: wants ${fields[name].says}` : null;
    case "count":
      return readAmount(value) === null ? `${name}: wants ${fields[name].says}` : null;
    case "duration":
    case "age":
      return readDuration(value) === null ? `${name}: wants a time: ${fields[name].says}` : null;
    case "cache":
      return ["hit", "miss", "break"].includes(value.toLowerCase()) ? null : `cache: is ${fields.cache.says}`;
    case "state":
      return stateProblem(isCompared, value.toLowerCase());
    case "name":
      return null;
  }
};

const stateProblem = (isCompared: boolean, value: string): string | null => {
  if (isCompared) return /^\d{3}$/.test(value) ? null : "st: wants a status after > or <, like >=400";
  const isCode = /^[1-5](\d\d|xx)$/.test(value) || /^(--|i\?|[cspri][rchd])$/.test(value);
  const isWord = stateWords.some((word) => word === value);
  return isCode || isWord ? null : `st: is one of ${fields.st.says}`;
};
