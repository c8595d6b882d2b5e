import { isObject, type JsonObject } from "../../../src/lib/json.ts";
import { countAt, type Frame, framesIn, listAt, objectAt, rule, textAt } from "./sse.ts";

/** What is open of one item. */
type Item = {
  readonly type: string;
  readonly id: string;
  /** The text of the open part or of the arguments; null = none is open. */
  text: string | null;
  parts: number;
  isDone: boolean;
};

/** Checks a stream against OpenAI's documents: created, in progress, each item and part begun and done, the whole at the end. */
export const checkResponsesStream = (text: string): void => {
  const frames = framesIn(text);
  const items: Item[] = [];
  const done: JsonObject[] = [];
  let phase: "new" | "created" | "begun" | "over" = "new";
  for (const [position, frame] of frames.entries()) {
    const { data } = frame;
    const type = textAt(data, "type");
    rule(frame.name === type, `the event ${frame.name} says ${type}`);
    rule(data["sequence_number"] === position, `number ${String(data["sequence_number"])} is ${position}`);
    rule(phase !== "over", `${type} behind the end`);
    if (type === "error") {
      rule(textAt(data, "message") !== "", "an error without a sentence");
      phase = "over";
    } else if (type === "response.created") {
      rule(phase === "new", "a second beginning");
      checkResponse(objectAt(data, "response"), "in_progress");
      phase = "created";
    } else if (type === "response.in_progress") {
      rule(phase === "created", "in progress before it was created");
      phase = "begun";
    } else if (["response.completed", "response.incomplete", "response.failed"].includes(type)) {
      rule(phase === "begun", "an end before the beginning");
      rule(
        items.every(({ isDone }) => isDone),
        "an item is not done",
      );
      checkEnd(objectAt(data, "response"), type.slice("response.".length), done);
      phase = "over";
    } else {
      rule(phase === "begun", `${type} before the beginning`);
      takeItemEvent(type, frame, { items, done });
    }
  }
  rule(phase === "over", "the stream has no end");
};

const checkResponse = (response: JsonObject, status: string): void => {
  rule(textAt(response, "id").startsWith("resp_"), "an id of another shape");
  rule(response["object"] === "response" && response["status"] === status, `status ${String(response["status"])}`);
  rule(countAt(response, "created_at") > 0, "no response of today");
  textAt(response, "model");
  listAt(response, "output");
  listAt(response, "tools");
};

const checkEnd = (response: JsonObject, status: string, done: readonly JsonObject[]): void => {
  checkResponse(response, status);
  rule(Bun.deepEquals(listAt(response, "output"), done), "the output is not what was done");
  if (status === "failed") {
    rule(textAt(objectAt(response, "error"), "message") !== "", "an error without a sentence");
    textAt(objectAt(response, "error"), "code");
    return;
  }
  const usage = objectAt(response, "usage");
  const [input, output] = [countAt(usage, "input_tokens"), countAt(usage, "output_tokens")];
  rule(countAt(usage, "total_tokens") === input + output, "a total of something else");
  countAt(objectAt(usage, "input_tokens_details"), "cached_tokens");
  countAt(objectAt(usage, "output_tokens_details"), "reasoning_tokens");
  if (status === "incomplete") textAt(objectAt(response, "incomplete_details"), "reason");
};

type Output = { readonly items: Item[]; readonly done: JsonObject[] };

const takeItemEvent = (type: string, { data }: Frame, { items, done }: Output): void => {
  const index = countAt(data, "output_index");
  if (type === "response.output_item.added") {
    const item = objectAt(data, "item");
    rule(index === items.length, "an item out of its place");
    const id = textAt(item, "id");
    rule(
      items.every((one) => one.id !== id),
      "two items with one id",
    );
    items.push({ type: textAt(item, "type"), id, text: null, parts: 0, isDone: false });
    return;
  }
  const item = items[index];
  rule(item !== undefined && !item.isDone, `${type} of no item`);
  if (type === "response.output_item.done") {
    const whole = objectAt(data, "item");
    rule(item.text === null || item.type.endsWith("_call"), "a part is not done");
    rule(whole["id"] === item.id && whole["type"] === item.type, "another item is done");
    checkWhole(whole);
    item.isDone = true;
    done[index] = whole;
    return;
  }
  rule(data["item_id"] === item.id, `${type} of another item`);
  takePartEvent(type, data, item);
};

const takePartEvent = (type: string, data: JsonObject, item: Item): void => {
  const [, , step = "", more = ""] =
    /^response\.(.+?)(?:\.(added|delta|done))$/.exec(type)?.[0]?.match(/^(response)\.(.+)\.(\w+)$/) ?? [];
  const where = data["content_index"] ?? data["summary_index"];
  if (step === "content_part" || step === "reasoning_summary_part") {
    rule(where === item.parts, "a part out of its place");
    rule((more === "added") === (item.text === null), `a part ${more} twice`);
    if (more === "added") item.text = "";
    else {
      const part = objectAt(data, "part");
      rule((part["text"] ?? part["refusal"]) === item.text, "a part is not what came");
      item.text = null;
      item.parts++;
    }
    return;
  }
  const isCall = item.type === "function_call" || item.type === "custom_tool_call";
  if (isCall) item.text ??= "";
  else rule(item.text !== null && where === item.parts, `${type} of no part`);
  if (step === "output_text.annotation") {
    const { start_index: start, end_index: end } = objectAt(data, "annotation");
    const isWithin = Number(start) >= 0 && Number(end) <= (item.text ?? "").length;
    return rule(typeof data["annotation_index"] === "number" && isWithin, "an annotation of nothing");
  }
  if (more === "delta") item.text += textAt(data, "delta");
  else
    rule(
      (data["text"] ?? data["refusal"] ?? data["arguments"] ?? data["input"]) === item.text,
      `${type} is not what came`,
    );
};

const checkWhole = (item: JsonObject): void => {
  const { type } = item;
  if (type === "message") {
    rule(item["role"] === "assistant" && item["status"] === "completed", "a message of somebody else");
    for (const part of listAt(item, "content"))
      if (isObject(part) && part["type"] === "output_text") listAt(part, "annotations");
  } else if (type === "reasoning") listAt(item, "summary");
  else {
    rule(type === "function_call" || type === "custom_tool_call", `an item of type ${String(type)}`);
    rule(textAt(item, "call_id") !== "" && textAt(item, "name") !== "", "a call without a name");
    textAt(item, type === "function_call" ? "arguments" : "input");
  }
};
