import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../src/lib/json.ts";

/** The first place in which two values are not the same. */
export type Place = {
  /** `system[0].text`, `messages[40].content[1]`. */
  readonly path: string;
  /** Where in a text, from 0; null = what is there is no text on both sides. */
  readonly character: number | null;
  readonly before: unknown;
  readonly after: unknown;
};

/** What is different between two requests, in whatever format they are. */
export type Comparison = {
  /** Everything beside the prompt: `max_tokens`, `temperature`. */
  readonly fields: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
  /** Null = the same. */
  readonly system: Place | null;
  readonly tools: {
    readonly before: number;
    readonly after: number;
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
    readonly isReordered: boolean;
  };
  readonly messages: {
    readonly before: number;
    readonly after: number;
    /** So many at the beginning are the same in both. */
    readonly same: number;
    /** Null where the one goes on as the other ends. */
    readonly parting: Place | null;
  };
  /** Where the client has marked the prompt for the vendor's cache. */
  readonly marks: { readonly before: readonly string[]; readonly after: readonly string[] };
};

/** Compares two requests part by part. Marks for the cache move with every turn: they change no message. */
export const comparisonOf = (one: JsonObject, other: JsonObject): Comparison => {
  const [system, tools, messages] = [nameIn(systemNames, one, other), "tools", nameIn(messageNames, one, other)];
  const [before, after] = [marksGone(one), marksGone(other)];
  const prompt = new Set([system, tools, messages]);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !prompt.has(name));
  return {
    fields: names
      .filter((name) => !isSame(before[name], after[name]))
      .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null })),
    system: parting(before[system], after[system], system),
    tools: toolsBetween(toolsIn(before[tools]), toolsIn(after[tools])),
    messages: messagesBetween(messagesIn(before[messages]), messagesIn(after[messages]), messages),
    marks: { before: marksIn(one, [system, tools, messages]), after: marksIn(other, [system, tools, messages]) },
  };
};

/** How the formats call what is said before everything, and what is said. */
const systemNames = ["system", "instructions", "systemInstruction", "system_instruction"];
const messageNames = ["messages", "contents", "input"];

const nameIn = (names: readonly string[], ...bodies: readonly JsonObject[]): string =>
  names.find((name) => bodies.some((body) => name in body)) ?? names[0] ?? "";

const marksGone = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(marksGone) as Value;
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "cache_control");
  return Object.fromEntries(kept.map(([name, inner]) => [name, marksGone(inner)])) as Value;
};

const marksIn = (body: JsonObject, parts: readonly string[]): readonly string[] =>
  parts.flatMap((part) =>
    listIn(body[part]).flatMap((item, at) =>
      JSON.stringify(item).includes('"cache_control":') && isMarked(item) ? [`${part}[${at}]`] : [],
    ),
  );

const isMarked = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(isMarked);
  return isObject(value) && (isObject(value["cache_control"]) || Object.values(value).some(isMarked));
};

/** Every tool by its name; Gemini has them one level deeper. */
const toolsIn = (value: unknown): readonly (readonly [name: string, tool: unknown])[] =>
  listIn(value).flatMap((tool) => {
    const { name, type, function: inner, functionDeclarations: declared } = objectIn(tool);
    if (Array.isArray(declared)) return toolsIn(declared);
    return [[textOrNull(objectIn(inner)["name"]) ?? textOrNull(name) ?? textOrNull(type) ?? "?", tool] as const];
  });

type Tools = ReturnType<typeof toolsIn>;

const toolsBetween = (before: Tools, after: Tools): Comparison["tools"] => {
  const [old, present] = [new Map(before), new Map(after)];
  const kept = after.filter(([name]) => old.has(name)).map(([name]) => name);
  return {
    before: before.length,
    after: after.length,
    added: after.flatMap(([name]) => (old.has(name) ? [] : [name])),
    removed: before.flatMap(([name]) => (present.has(name) ? [] : [name])),
    changed: kept.filter((name) => !isSame(old.get(name), present.get(name))),
    isReordered: !isSame(
      kept,
      before.filter(([name]) => present.has(name)).map(([name]) => name),
    ),
  };
};

/** A text alone is a message of one text, in every format. */
const messagesIn = (value: unknown): readonly unknown[] =>
  (typeof value === "string" ? [{ role: "user", content: value }] : listIn(value)).map((message) => {
    if (!isObject(message) || typeof message["content"] !== "string") return message;
    return { ...message, content: [{ type: "text", text: message["content"] }] };
  });

const messagesBetween = (
  before: readonly unknown[],
  after: readonly unknown[],
  name: string,
): Comparison["messages"] => {
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && isSame(before[same], after[same])) same++;
  const parted = same === shorter ? null : parting(before[same], after[same], `${name}[${same}]`);
  return { before: before.length, after: after.length, same, parting: parted };
};

const isSame = (one: unknown, other: unknown): boolean => Bun.deepEquals(one, other);

/** The first place in which the one value is not as the other; null = nowhere. */
const parting = (before: unknown, after: unknown, path: string): Place | null => {
  if (isSame(before, after)) return null;
  if (typeof before === "string" && typeof after === "string")
    return { path, character: commonLength(before, after), before, after };
  if (Array.isArray(before) && Array.isArray(after)) {
    const at = before.findIndex((item, index) => !isSame(item, after[index]));
    const first = at < 0 ? before.length : at;
    return parting(before[first] ?? null, after[first] ?? null, `${path}[${first}]`);
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const name = names.find((one) => !isSame(before[one], after[one])) ?? "";
    return parting(before[name] ?? null, after[name] ?? null, `${path}.${name}`);
  }
  return { path, character: null, before: before ?? null, after: after ?? null };
};

const commonLength = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
};
