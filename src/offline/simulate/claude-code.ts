import { isObject, type JsonObject, listIn, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";

/** The conversations in a session file of Claude Code: of each tree of messages the longest line. */
export const claudeCodeConversations = (text: string): readonly (readonly JsonObject[])[] => {
  const records = text
    .split("\n")
    .map((line) => objectIn(parsedJson(line)))
    .filter(({ message }) => isObject(message));
  const children = Map.groupBy(records, ({ parentUuid }) => textOrNull(parentUuid) ?? "");
  return (children.get("") ?? []).map((root) => joined(longestFrom(root, children)));
};

type Children = ReadonlyMap<string, readonly JsonObject[]>;

/** From the leaves up: how far each message leads, so that a long conversation is no deep recursion. */
const longestFrom = (root: JsonObject, children: Children): readonly JsonObject[] => {
  const next = (record: JsonObject): readonly JsonObject[] => children.get(String(record["uuid"])) ?? [];
  const order: JsonObject[] = [root];
  const seen = new Set(order);
  for (const record of order)
    for (const child of next(record)) if (!seen.has(child)) order.push(...[child].filter((one) => seen.add(one)));
  const length = new Map<JsonObject, number>();
  const furthest = (record: JsonObject): JsonObject | null =>
    next(record).reduce<JsonObject | null>(
      (best, one) => (best !== null && (length.get(best) ?? 0) >= (length.get(one) ?? 0) ? best : one),
      null,
    );
  for (const record of order.toReversed()) {
    const child = furthest(record);
    length.set(record, 1 + (child === null ? 0 : (length.get(child) ?? 0)));
  }
  const line: JsonObject[] = [];
  for (let at: JsonObject | null = root; at !== null && line.length < order.length; at = furthest(at)) line.push(at);
  return line.map(({ message }) => objectIn(message));
};

/** Pieces of one answer, and results that came one by one, are put together as they were sent. */
const joined = (messages: readonly JsonObject[]): readonly JsonObject[] => {
  const whole: JsonObject[] = [];
  for (const { role, content } of messages) {
    const last = whole.at(-1);
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : listIn(content);
    if (last?.["role"] === role) whole[whole.length - 1] = { role, content: [...listIn(last?.["content"]), ...blocks] };
    else whole.push({ role, content: blocks });
  }
  return whole;
};
