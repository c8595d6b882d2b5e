import type { Destination, Loss } from "../../src/core/translation.ts";
import { dialects } from "../../src/dialects/index.ts";
import { type JsonObject, listIn, objectIn } from "../../src/lib/json.ts";
import { fit } from "../../src/translation/request/index.ts";
import { bodyOf, pathOf, type Turn } from "./dialogues.ts";

type Client = keyof typeof bodyOf;

/** The formats that clients speak. */
export const clients = Object.keys(bodyOf) as readonly Client[]; // as they are listed there

/** A body of a client's as it arrives at a destination, and what was lost. */
export const sentTo = (
  from: Client,
  body: JsonObject,
  destination: Destination,
): { readonly body: JsonObject; readonly losses: readonly Loss[] } => {
  const [reader, writer] = [from, destination.dialect].map((name) => dialects.find((dialect) => dialect.name === name));
  if (reader === undefined || writer === undefined) throw new Error("no such format");
  const { chat, losses } = fit(reader.readRequest(body, pathOf[from]), destination);
  return { body: writer.writeRequest(chat).body, losses };
};

/** A conversation as it arrives at a destination. */
export const told = (from: Client, turns: readonly Turn[], destination: Destination) =>
  sentTo(from, bodyOf[from](turns), destination);

/** The prompt as a list of its pieces, in the order in which a model sees it; it sees no marks for the cache. */
export const promptOf = (body: JsonObject): readonly string[] => {
  const system = [body["system"] ?? [], body["instructions"] ?? [], objectIn(body["systemInstruction"])["parts"] ?? []];
  const entries = [...listIn(body["messages"]), ...listIn(body["input"]), ...listIn(body["contents"])].map(objectIn);
  const pieces = entries.flatMap((entry) => {
    const { content, parts, ...rest } = entry;
    const inside = [...listIn(content), ...listIn(parts)];
    if (inside.length === 0) return [entry];
    return inside.map((piece) => ({
      role: rest["role"],
      piece,
      ...("tool_calls" in rest ? { calls: rest["tool_calls"] } : {}),
    }));
  });
  const seen = (name: string, value: unknown): unknown => (name === "cache_control" ? undefined : value);
  return [...system.flat(), ...pieces].map((piece) => JSON.stringify(piece, seen));
};

/** Every text anywhere in a value, one after the other. */
export const textsIn = (value: unknown): string => {
  if (typeof value === "string") return `${value}\n`;
  if (Array.isArray(value)) return value.map(textsIn).join("");
  return Object.values(objectIn(value)).map(textsIn).join("");
};

/** The arguments of all calls, in order. */
export const inputsIn = (body: JsonObject): readonly unknown[] => {
  const entries = [...listIn(body["messages"]), ...listIn(body["input"]), ...listIn(body["contents"])].map(objectIn);
  return entries.flatMap((entry) => {
    const inside = [...listIn(entry["content"]), ...listIn(entry["parts"])].map(objectIn);
    const blocks = inside.flatMap((part) => {
      if (part["type"] === "tool_use") return [part["input"]];
      return "functionCall" in part ? [objectIn(part["functionCall"])["args"]] : [];
    });
    const calls = listIn(entry["tool_calls"]).map((call) =>
      JSON.parse(String(objectIn(objectIn(call)["function"])["arguments"])),
    );
    const item = entry["type"] === "function_call" ? [JSON.parse(String(entry["arguments"]))] : [];
    return [...blocks, ...calls, ...item];
  });
};
