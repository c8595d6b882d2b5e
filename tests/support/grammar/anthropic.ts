import { isObject, type JsonObject, parsedJson } from "../../../src/lib/json.ts";
import { countAt, type Frame, framesIn, listAt, objectAt, rule, textAt } from "./sse.ts";

const stopReasons = new Set([
  ...["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"],
]);

/** The deltas that a block of each type may have. */
const deltasOf: Readonly<Record<string, readonly string[]>> = {
  text: ["text_delta", "citations_delta"],
  thinking: ["thinking_delta", "signature_delta"],
  redacted_thinking: [],
  tool_use: ["input_json_delta"],
};

type Open = { readonly type: string; input: string; isSealed: boolean };

/** Checks a stream against Anthropic's documents: one start, blocks one after the other, deltas of their kind, one stop, one end. */
export const checkAnthropicStream = (text: string): void => {
  const frames = framesIn(text);
  let open: Open | null = null;
  let next = 0;
  let phase: "new" | "begun" | "stopped" | "over" = "new";
  for (const frame of frames) {
    const { data } = frame;
    const type = textAt(data, "type");
    rule(frame.name === type, `the event ${frame.name} says ${type}`);
    rule(phase !== "over", `${type} behind the end`);
    if (type === "ping") continue;
    if (type === "error") {
      const error = objectAt(data, "error");
      textAt(error, "type");
      rule(textAt(error, "message") !== "", "an error without a sentence");
      phase = "over";
      continue;
    }
    if (type === "message_start") {
      rule(phase === "new", "a second start");
      checkStart(objectAt(data, "message"));
      phase = "begun";
      continue;
    }
    rule(phase !== "new", `${type} before the start`);
    if (type === "content_block_start") {
      rule(open === null && phase === "begun", "a block within a block, or behind the stop");
      rule(data["index"] === next, `block ${String(data["index"])} is number ${next}`);
      open = begun(objectAt(data, "content_block"));
      next++;
    } else if (type === "content_block_delta") {
      rule(open !== null && data["index"] === next - 1, "a delta of no block");
      takeDelta(open, objectAt(data, "delta"));
    } else if (type === "content_block_stop") {
      rule(open !== null && data["index"] === next - 1, "the end of no block");
      if (open.type === "tool_use" && open.input !== "")
        rule(isObject(parsedJson(open.input)) || isCut(frames), `no JSON: ${open.input}`);
      rule(open.type !== "thinking" || open.isSealed, "a thought without a seal");
      open = null;
    } else if (type === "message_delta") {
      rule(open === null && phase === "begun", "a stop within a block, or another one");
      checkStop(data);
      phase = "stopped";
    } else {
      rule(type === "message_stop" && phase === "stopped", `${type} is out of place`);
      phase = "over";
    }
  }
  rule(phase === "over", "the stream has no end");
};

/** An answer that was cut short may have half a call in it. */
const isCut = (frames: readonly Frame[]): boolean =>
  frames.some(({ text }) => /"stop_reason":"(max_tokens|model_context|refusal|end_turn)/.test(text));

const checkStart = (message: JsonObject): void => {
  rule(textAt(message, "id").startsWith("msg_"), "an id of another shape");
  textAt(message, "model");
  rule(message["type"] === "message" && message["role"] === "assistant", "no message of the model");
  rule(listAt(message, "content").length === 0 && message["stop_reason"] === null, "a start that is not empty");
  for (const name of ["input_tokens", "output_tokens"]) countAt(objectAt(message, "usage"), name);
};

const begun = (block: JsonObject): Open => {
  const type = textAt(block, "type");
  rule(type in deltasOf, `a block of type ${type}`);
  if (type === "text") rule(block["text"] === "", "text in a start");
  if (type === "thinking") rule(block["thinking"] === "" && block["signature"] === "", "a thought that is not empty");
  if (type === "redacted_thinking") rule(textAt(block, "data") !== "", "a sealed thought without data");
  if (type === "tool_use") {
    rule(textAt(block, "id") !== "" && textAt(block, "name") !== "", "a call without a name");
    rule(Object.keys(objectAt(block, "input")).length === 0, "arguments in a start");
  }
  return { type, input: "", isSealed: false };
};

const takeDelta = (open: Open, delta: JsonObject): void => {
  const type = textAt(delta, "type");
  rule(deltasOf[open.type]?.includes(type) === true, `${type} in a block of ${open.type}`);
  rule(!open.isSealed, "something behind the seal");
  if (type === "input_json_delta") open.input += textAt(delta, "partial_json");
  if (type === "signature_delta") open.isSealed = textAt(delta, "signature") !== "";
};

const checkStop = (data: JsonObject): void => {
  const delta = objectAt(data, "delta");
  rule(stopReasons.has(textAt(delta, "stop_reason")), `stop_reason ${String(delta["stop_reason"])}`);
  rule(delta["stop_sequence"] === null || typeof delta["stop_sequence"] === "string", "stop_sequence");
  const usage = objectAt(data, "usage");
  for (const [name, value] of Object.entries(usage)) if (typeof value === "number") countAt(usage, name);
  countAt(usage, "output_tokens");
};
