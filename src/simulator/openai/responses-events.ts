import type { Block } from "../conversation.ts";
import { openaiErrorType } from "../delivery/failure-body.ts";
import { type Answer, type Frame, frame, lastFrame } from "../format.ts";
import type { JsonObject } from "../json-view.ts";
import type { Refusal } from "../refusal.ts";
import { tokenPieces } from "../tokens.ts";
import { endedItem, endedResponse, itemId, openItem, openResponse, textPart } from "./responses-answer.ts";

/** The numbered events of a streamed Responses answer. */
export function* responsesFrames(answer: Answer): Generator<Frame> {
  let sequence = 0;
  for (const { type, ...facts } of events(answer)) {
    const text = `event: ${type}\ndata: ${JSON.stringify({ type, ...inOrder({ ...facts, sequence_number: sequence }) })}\n\n`;
    sequence += 1;
    yield type === "response.completed" || type === "response.incomplete" ? lastFrame(text) : frame(text);
  }
}

/** The error event that ends a stream which began well. */
export const responsesErrorFrame = ({ status, message, code }: Refusal): Frame => {
  const error = { type: openaiErrorType(status), code: code ?? "server_error", message, param: null };
  return lastFrame(`event: error\ndata: ${JSON.stringify({ type: "error", error, sequence_number: 0 })}\n\n`);
};

/** OpenAI writes the type first and the rest by name. */
const inOrder = (facts: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1)));

type Event = JsonObject & { readonly type: string };

function* events(answer: Answer): Generator<Event> {
  const { blocks, stop } = answer.reply;
  yield { type: "response.created", response: openResponse(answer) };
  yield { type: "response.in_progress", response: openResponse(answer) };
  for (const [output_index, block] of blocks.entries()) {
    yield { type: "response.output_item.added", item: openItem(block, output_index, answer), output_index };
    yield* inside(block, output_index, answer);
    yield { type: "response.output_item.done", item: endedItem(block, output_index, answer), output_index };
  }
  yield {
    type: stop.reason === "length" ? "response.incomplete" : "response.completed",
    response: endedResponse(answer),
  };
}

const inside = (block: Block, output_index: number, answer: Answer): Iterable<Event> => {
  const at: Place = { item_id: itemId(block, output_index, answer), output_index };
  const padding = (piece: number): string => answer.ids.letters(`pad${output_index}.${piece}`, 3 + (piece % 13));
  if (block.type === "text") return textEvents(block.text, at, padding);
  if (block.type === "thinking") return answer.ask.thinking === "shown" ? thoughtEvents(block.text, at, padding) : [];
  if (block.tool.kind === "local_shell") return [];
  return block.tool.kind === "custom"
    ? customEvents(String(block.input.input), at)
    : argumentEvents(JSON.stringify(block.input), at, padding);
};

type Place = { readonly item_id: string; readonly output_index: number };
type Padding = (piece: number) => string;

function* textEvents(text: string, at: Place, padding: Padding): Generator<Event> {
  yield { type: "response.content_part.added", content_index: 0, ...at, part: textPart("") };
  for (const [piece, delta] of tokenPieces(text, 2).entries()) {
    yield {
      type: "response.output_text.delta",
      content_index: 0,
      delta,
      ...at,
      logprobs: [],
      obfuscation: padding(piece),
    };
  }
  yield { type: "response.output_text.done", content_index: 0, ...at, logprobs: [], text };
  yield { type: "response.content_part.done", content_index: 0, ...at, part: textPart(text) };
}

function* thoughtEvents(text: string, at: Place, padding: Padding): Generator<Event> {
  yield {
    type: "response.reasoning_summary_part.added",
    ...at,
    part: { type: "summary_text", text: "" },
    summary_index: 0,
  };
  for (const [piece, delta] of tokenPieces(text, 2).entries()) {
    yield {
      type: "response.reasoning_summary_text.delta",
      delta,
      ...at,
      obfuscation: padding(piece),
      summary_index: 0,
    };
  }
  yield { type: "response.reasoning_summary_text.done", ...at, summary_index: 0, text };
  yield { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text }, summary_index: 0 };
}

function* argumentEvents(json: string, at: Place, padding: Padding): Generator<Event> {
  for (const [piece, delta] of tokenPieces(json, 3).entries()) {
    yield { type: "response.function_call_arguments.delta", delta, ...at, obfuscation: padding(piece) };
  }
  yield { type: "response.function_call_arguments.done", arguments: json, ...at };
}

function* customEvents(input: string, at: Place): Generator<Event> {
  for (const delta of tokenPieces(input, 3)) yield { type: "response.custom_tool_call_input.delta", delta, ...at };
  yield { type: "response.custom_tool_call_input.done", input, ...at };
}
