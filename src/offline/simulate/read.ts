import type { DialectName } from "../../core/dialect-name.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { claudeCodeConversations } from "./claude-code.ts";
import type { Recording } from "./recording.ts";

/**
 * The conversation in a file's text: a request's body in any format, a list of messages, one of our traces, or a session
 * file of Claude Code. Null = there is none in it that could be played again.
 */
export const recordingIn = (text: string, name: string): Recording | null => {
  const json = parsedJson(text);
  if (Array.isArray(json)) return bodyRecording({ messages: json }, name);
  if (!isObject(json)) return sessionRecording(text, name);
  const traced = textOrNull(objectIn(objectIn(json["request"])["body"])["text"]);
  const body = traced === null ? json : parsedJson(traced);
  return (isObject(body) ? bodyRecording(body, name) : null) ?? sessionRecording(text, name);
};

const lists = ["messages", "input", "contents"] as const;

const bodyRecording = (body: JsonObject, name: string): Recording | null => {
  const list = lists.find((one) => Array.isArray(body[one]));
  if (list === undefined) return null;
  const { [list]: all, ...head } = body;
  const items = listIn(all);
  if (!items.every(isObject)) return null;
  return { name, dialect: dialectOf(list, head, items), head, list, items, isAsked: true };
};

const dialectOf = (list: Recording["list"], head: JsonObject, items: readonly JsonObject[]): DialectName => {
  if (list === "contents") return "gemini";
  if (list === "input") return "openai-responses";
  const isMarked = head["system"] !== undefined || head["anthropic_version"] !== undefined;
  return isMarked || items.some(hasBlocks) ? "anthropic" : "openai-chat";
};

/** Whether a message has its calls and results among its blocks. */
const hasBlocks = ({ content }: JsonObject): boolean =>
  listIn(content).some((block) => /^(tool_use|tool_result|thinking)$/.test(String(objectIn(block)["type"])));

/** The longest conversation of the file. */
const sessionRecording = (text: string, name: string): Recording | null => {
  const [longest] = claudeCodeConversations(text).toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const model = /"model":"(claude-[\w.-]+)"/.exec(text)?.[1];
  return {
    ...{ name, dialect: "anthropic", list: "messages", items: longest, isAsked: false },
    head: { ...(model === undefined ? {} : { model }), max_tokens: 8192 },
  };
};
