import { isObject, type JsonObject } from "../../../src/lib/json.ts";
import { countAt, framesIn, listAt, objectAt, rule, textAt } from "./sse.ts";

const finishes = new Set(["stop", "length", "tool_calls", "content_filter", "function_call"]);

/** Checks a stream against OpenAI's documents: the role first, choices in every chunk but the usage's, `[DONE]` last. */
export const checkChatStream = (text: string, { wantsUsage }: { readonly wantsUsage: boolean }): void => {
  const frames = framesIn(text);
  let head: string | null = null;
  let isOver = false;
  const finished = new Set<unknown>();
  const calls = new Map<string, string>();
  let usages = 0;
  for (const { name, data, text: said } of frames) {
    rule(name === null, "an event with a name");
    rule(!isOver, "something behind the end");
    if (said === "[DONE]") {
      rule(finished.size > 0, "an end without a reason");
      rule(usages === (wantsUsage ? usages : 0), "a usage that nobody asked for");
      isOver = true;
      continue;
    }
    if (isObject(data["error"])) {
      rule(textAt(data["error"], "message") !== "", "an error without a sentence");
      textAt(data["error"], "type");
      isOver = true;
      continue;
    }
    head ??= checkHead(data);
    rule(head === headOf(data), "another answer");
    const choices = listAt(data, "choices").filter(isObject);
    if (choices.length === 0) {
      usages++;
      rule(finished.size > 0 && usages === 1, "a usage before the end");
      for (const one of ["prompt_tokens", "completion_tokens", "total_tokens"]) countAt(objectAt(data, "usage"), one);
      continue;
    }
    rule(usages === 0, "a choice behind the usage");
    for (const choice of choices) checkChoice(choice, finished, calls);
  }
  rule(isOver, "the stream has no end");
  const [first] = frames;
  if (first !== undefined && !isObject(first.data["error"]))
    rule(said(first.data)["role"] === "assistant", "the first chunk has no role");
};

const said = (chunk: JsonObject): JsonObject => {
  const [choice] = listAt(chunk, "choices");
  rule(isObject(choice), "no choice");
  return objectAt(choice, "delta");
};

const headOf = ({ id, object, created, model }: JsonObject): string => JSON.stringify([id, object, created, model]);

const checkHead = (chunk: JsonObject): string => {
  rule(textAt(chunk, "id").startsWith("chatcmpl-"), "an id of another shape");
  rule(chunk["object"] === "chat.completion.chunk" && countAt(chunk, "created") > 0, "no chunk of today");
  textAt(chunk, "model");
  return headOf(chunk);
};

const checkChoice = (choice: JsonObject, finished: Set<unknown>, calls: Map<string, string>): void => {
  const { index, finish_reason: finish } = choice;
  const delta = objectAt(choice, "delta");
  rule(!finished.has(index), "a candidate goes on behind its reason");
  rule(finish === null || finishes.has(String(finish)), `finish_reason ${String(finish)}`);
  if (finish !== null) finished.add(index);
  for (const field of ["content", "reasoning_content", "refusal"])
    if (field in delta) rule(typeof delta[field] === "string", `${field} is no text`);
  for (const call of "tool_calls" in delta ? listAt(delta, "tool_calls") : []) {
    rule(isObject(call), "a call that is no object");
    const at = `${String(index)}.${countAt(call, "index")}`;
    const form = objectAt(call, "custom" in call ? "custom" : "function");
    if (!calls.has(at)) {
      rule(
        calls.size === [...calls.keys()].filter((one) => one !== at).length && textAt(form, "name") !== "",
        "a call without a name",
      );
      rule(![...calls.values()].includes(textAt(call, "id")), "two calls with one id");
      calls.set(at, textAt(call, "id"));
    } else rule(!("id" in call) && (form["name"] ?? "") === "", "a call is named twice");
    textAt(form, "custom" in call ? "input" : "arguments");
  }
};
