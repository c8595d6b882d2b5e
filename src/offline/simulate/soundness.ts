import { isObject } from "../../lib/json.ts";

/** Fields whose words may be left out, all others must stay as they are. */
const changeable: ReadonlySet<string> = new Set(["content", "text", "output", "response", "result", "parts"]);

/**
 * What of a body that goes out a vendor could refuse beside what the client sent: another shape, a pair that is none any
 * more, a text that is empty. Null = nothing.
 */
export const unsoundAt = (sent: unknown, forwarded: unknown, place = "body", mayChange = false): string | null => {
  if (Array.isArray(sent)) return unsoundList(sent, forwarded, place, mayChange);
  if (isObject(sent)) return unsoundObject(sent, forwarded, place, mayChange);
  if (sent === forwarded) return null;
  if (typeof sent !== "string" || typeof forwarded !== "string") return `${place} is no ${typeof sent}`;
  if (!mayChange) return `${place} is another`;
  return forwarded === "" ? `${place} is empty` : null;
};

const unsoundList = (
  sent: readonly unknown[],
  forwarded: unknown,
  place: string,
  mayChange: boolean,
): string | null => {
  if (!Array.isArray(forwarded)) return `${place} is no list`;
  if (forwarded.length !== sent.length) return `${place} has ${forwarded.length} items of ${sent.length}`;
  return first(sent.keys(), (at) => unsoundAt(sent[at], forwarded[at], `${place}[${at}]`, mayChange));
};

const unsoundObject = (
  sent: Readonly<Record<string, unknown>>,
  forwarded: unknown,
  place: string,
  mayChange: boolean,
): string | null => {
  if (!isObject(forwarded)) return `${place} is no object`;
  if (isPicture(sent) && isWord(forwarded)) return null;
  const names = Object.keys(sent);
  if (names.join() !== Object.keys(forwarded).join()) return `${place} has other fields`;
  if (isModels(sent)) return unsoundFields(names, sent, forwarded, place, () => false);
  return unsoundFields(names, sent, forwarded, place, (name) => changeable.has(name) || (mayChange && isFree(name)));
};

const unsoundFields = (
  names: readonly string[],
  sent: Readonly<Record<string, unknown>>,
  forwarded: Readonly<Record<string, unknown>>,
  place: string,
  mayChange: (name: string) => boolean,
): string | null => first(names, (name) => unsoundAt(sent[name], forwarded[name], `${place}.${name}`, mayChange(name)));

const first = <Item>(items: Iterable<Item>, find: (item: Item) => string | null): string | null => {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
};

/** What the model said, and what leads it, stay as they are to the last word. */
const isModels = ({ role }: Readonly<Record<string, unknown>>): boolean =>
  role === "assistant" || role === "model" || role === "system" || role === "developer";

const isFree = (name: string): boolean => !/^(type|id|role|name|call_id|tool_use_id|tool_call_id)$/.test(name);

const pictures: ReadonlySet<unknown> = new Set(["image", "image_url", "input_image"]);

const isPicture = (part: Readonly<Record<string, unknown>>): boolean =>
  pictures.has(part["type"]) || isObject(part["inlineData"]);

const isWord = ({ text }: Readonly<Record<string, unknown>>): boolean => typeof text === "string" && text !== "";
