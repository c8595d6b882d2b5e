import type { Bill, Block, Stop } from "../conversation.ts";
import { anthropicErrorType } from "../delivery/failure-body.ts";
import { type Answer, type Frame, frame, lastFrame } from "../format.ts";
import type { JsonObject } from "../json-view.ts";
import type { Refusal } from "../refusal.ts";
import { tokenPieces } from "../tokens.ts";
import { sealOf } from "./thought-seal.ts";

/** A whole Messages answer. */
export const anthropicWhole = (answer: Answer): string => {
  const { reply } = answer;
  const content = reply.blocks.map((block, index) => wholeBlock(block, index, answer));
  return JSON.stringify({
    ...head(answer, content),
    ...stopFields(reply.stop),
    usage: usage(answer, reply.bill.outputTokens),
  });
};

/** The events of a streamed Messages answer. */
export function* anthropicFrames(answer: Answer): Generator<Frame> {
  const { blocks, stop, bill } = answer.reply;
  const message = {
    ...head(answer, []),
    stop_reason: null,
    stop_sequence: null,
    usage: usage(answer, Math.min(1, bill.outputTokens)),
  };
  yield event("message_start", { type: "message_start", message });
  for (const [index, block] of blocks.entries()) {
    yield event("content_block_start", {
      type: "content_block_start",
      index,
      content_block: openBlock(block, index, answer),
    });
    if (index === 0) yield frame('event: ping\ndata: {"type": "ping"}\n\n');
    for (const delta of deltas(block, index, answer))
      yield event("content_block_delta", { type: "content_block_delta", index, delta });
    yield event("content_block_stop", { type: "content_block_stop", index });
  }
  yield event("message_delta", { type: "message_delta", delta: stopFields(stop), usage: endUsage(answer) });
  yield lastFrame(event("message_stop", { type: "message_stop" }).text);
}

/** The error event that ends a stream which began well. */
export const anthropicErrorFrame = ({ status, message }: Refusal, requestId: string): Frame =>
  lastFrame(
    `event: error\ndata: ${JSON.stringify({ type: "error", error: { details: null, type: anthropicErrorType(status), message }, request_id: requestId })}\n\n`,
  );

/** The vendor pads the data of its events with spaces before the last brace; how many is told by their length. */
const event = (name: string, data: JsonObject): Frame => {
  const json = JSON.stringify(data);
  return frame(`event: ${name}\ndata: ${json.slice(0, -1)}${" ".repeat((json.length * 7) % 16)}}\n\n`);
};

const head = ({ ask, ids }: Answer, content: readonly unknown[]): JsonObject => ({
  model: ask.model,
  id: `msg_01${ids.letters("message", 22)}`,
  type: "message",
  role: "assistant",
  content,
});

const usage = ({ reply }: Answer, outputTokens: number): JsonObject => ({
  ...inputUsage(reply.bill),
  cache_creation: {
    ephemeral_5m_input_tokens: reply.bill.cacheWrittenTokens - reply.bill.cacheWritten1hTokens,
    ephemeral_1h_input_tokens: reply.bill.cacheWritten1hTokens,
  },
  output_tokens: outputTokens,
  service_tier: "standard",
  inference_geo: "global",
});

const endUsage = ({ reply }: Answer): JsonObject => ({
  ...inputUsage(reply.bill),
  output_tokens: reply.bill.outputTokens,
});

/** Here `input_tokens` is only what was neither read from the cache nor written into it. */
const inputUsage = ({ inputTokens, cachedTokens, cacheWrittenTokens }: Bill): JsonObject => ({
  input_tokens: inputTokens - cachedTokens - cacheWrittenTokens,
  cache_creation_input_tokens: cacheWrittenTokens,
  cache_read_input_tokens: cachedTokens,
});

const stopFields = (stop: Stop): JsonObject => ({
  stop_reason: stopReasons[stop.reason],
  stop_sequence: stop.reason === "sequence" ? stop.sequence : null,
});

const stopReasons = { end: "end_turn", tool: "tool_use", length: "max_tokens", sequence: "stop_sequence" } as const;

const toolId = (index: number, { ids }: Answer): string => `toolu_01${ids.letters(`tool${index}`, 22)}`;

const shownThought = (text: string, { ask }: Answer): string => (ask.thinking === "hidden" ? "" : text);

const signature = (text: string, index: number, answer: Answer): string =>
  sealOf(shownThought(text, answer), `thinking${index}`, answer.ids, answer.json);

const wholeBlock = (block: Block, index: number, answer: Answer): JsonObject => {
  if (block.type === "text") return { type: "text", text: block.text };
  if (block.type === "tool")
    return { type: "tool_use", id: toolId(index, answer), name: block.tool.name, input: block.input };
  return {
    type: "thinking",
    thinking: shownThought(block.text, answer),
    signature: signature(block.text, index, answer),
  };
};

const openBlock = (block: Block, index: number, answer: Answer): JsonObject => {
  if (block.type === "text") return { type: "text", text: "" };
  if (block.type === "tool") return { type: "tool_use", id: toolId(index, answer), name: block.tool.name, input: {} };
  return { type: "thinking", thinking: "", signature: "" };
};

const deltas = (block: Block, index: number, answer: Answer): readonly JsonObject[] => {
  if (block.type === "text") return tokenPieces(block.text, 3).map((text) => ({ type: "text_delta", text }));
  if (block.type === "tool") {
    return ["", ...tokenPieces(JSON.stringify(block.input), 4)].map((piece) => ({
      type: "input_json_delta",
      partial_json: piece,
    }));
  }
  const words = tokenPieces(shownThought(block.text, answer), 4);
  return [
    ...words.map((thinking) => ({ type: "thinking_delta", thinking })),
    { type: "signature_delta", signature: signature(block.text, index, answer) },
  ];
};
