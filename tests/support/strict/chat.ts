import type { JsonObject } from "../../../src/lib/json.ts";
import { type Finding, finding, isDataUrl, isObject, isOnce, listIn, objectIn, objects } from "./collected.ts";

/** Chat completions: roles, parts of each role, a result for each call right behind it, ids. */
export const chatProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  const messages = objects(body["messages"]);
  check.when(messages.length === 0, "messages: at least one");
  let open: string[] = [];
  for (const [at, message] of messages.entries()) {
    const { role, tool_call_id: id } = message;
    check.when(!roles.has(role), `messages.${at}: role ${role}`);
    checkContent(message, `messages.${at}`, check);
    if (role === "tool") {
      check.when(!open.includes(String(id)), `messages.${at}: a result without its call, ${id}`);
      open = open.filter((one) => one !== id);
      continue;
    }
    check.when(open.length > 0, `messages.${at}: ${open} without results`);
    open = objects(message["tool_calls"]).map((call) => String(call["id"]));
    for (const call of objects(message["tool_calls"])) checkCall(call, `messages.${at}`, check);
    check.when("tool_calls" in message && role !== "assistant", `messages.${at}: calls of ${role}`);
  }
  check.when(open.length > 0, `${open} without results`);
  const ids = messages.flatMap((message) => objects(message["tool_calls"]).map(({ id }) => id));
  check.when(!isOnce(ids), "ids of calls are not unique");
  return check.found();
};

const roles: ReadonlySet<unknown> = new Set(["system", "developer", "user", "assistant", "tool"]);

const checkCall = ({ id, type, function: called }: JsonObject, at: string, check: Finding): void => {
  check.when(typeof id !== "string" || id.length === 0 || id.length > 64, `${at}: id ${id}`);
  check.when(type !== "function" && type !== "custom", `${at}: a call of type ${type}`);
  const { arguments: input } = objectIn(called);
  check.when(type === "function" && (typeof input !== "string" || input === ""), `${at}: arguments ${input}`);
};

const partsOf: Readonly<Record<string, readonly string[]>> = {
  user: ["text", "image_url", "input_audio", "file", "file_url", "video_url", "document_url"],
  assistant: ["text", "refusal", "thinking"],
};

const checkContent = ({ role, content, tool_calls: calls, refusal }: JsonObject, at: string, check: Finding): void => {
  const isSaid = typeof content === "string" || listIn(content).length > 0;
  const mayBeMissing = role === "assistant" && (Array.isArray(calls) || typeof refusal === "string");
  check.when(!isSaid && !mayBeMissing, `${at}: no content`);
  check.when(content === "" && role !== "tool", `${at}: an empty text`);
  const kinds = partsOf[String(role)] ?? ["text"];
  for (const part of listIn(content)) {
    const { type, text, image_url: image, file } = objectIn(part);
    check.when(!kinds.includes(String(type)), `${at}: ${type} of ${role}`);
    if (type === "text") check.when(typeof text !== "string" || text === "", `${at}: an empty text`);
    if (type === "image_url") check.when(!isDataUrl(objectIn(image)["url"]), `${at}: image`);
    if (type === "file" && isObject(file))
      check.when(!("file_id" in file) && !("filename" in file && isDataUrl(file["file_data"])), `${at}: file`);
  }
};

/** What one vendor demands besides: ids of nine letters and digits, and an order of roles. */
export const strictChatProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  const messages = objects(body["messages"]);
  for (const [at, { role, tool_calls: calls, tool_call_id: id }] of messages.entries()) {
    const before = messages[at - 1]?.["role"];
    check.when(role === "developer", `messages.${at}: developer`);
    check.when(role === "system" && at > 0 && before !== "system", `messages.${at}: system after ${before}`);
    check.when(role === "user" && before === "tool", `messages.${at}: user after tool`);
    check.when(role === "assistant" && before === "assistant", `messages.${at}: assistant twice`);
    for (const one of [id, ...objects(calls).map((call) => call["id"])])
      check.when(one !== undefined && !/^[a-zA-Z0-9]{9}$/.test(String(one)), `messages.${at}: id ${one}`);
  }
  const last = messages.at(-1);
  check.when(last?.["role"] === "assistant" && last["prefix"] !== true, "the last is the model's, without prefix");
  return [...chatProblems(body), ...check.found()];
};
