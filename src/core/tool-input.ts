import { type JsonObject, parsedJson } from "../lib/json.ts";
import type { ToolInput } from "./chat.ts";

/** What a tool takes that takes a plain text, for formats in which every tool has a schema. */
export const plainSchema: JsonObject = {
  type: "object",
  properties: { input: { type: "string" } },
  required: ["input"],
  additionalProperties: false,
};

/** Whether a call is of a tool that takes plain text. */
export const isPlain = (input: ToolInput): boolean => "text" in input && input.isPlain === true;

/** The arguments of a call as JSON, a plain text by that schema; undefined where a text should be JSON and is none. */
export const inputJson = (input: ToolInput): unknown => {
  if ("json" in input) return input.json;
  return input.isPlain === true ? { input: input.text } : parsedJson(input.text);
};

/** The arguments of a call as the text that they are or come to. */
export const inputText = (input: ToolInput): string => ("text" in input ? input.text : JSON.stringify(input.json));
