import type { Block, Reply, Stop } from "../conversation.ts";
import { openaiErrorType } from "../delivery/failure-body.ts";
import { type Answer, type Frame, frame, lastFrame } from "../format.ts";
import { type JsonObject, objectIn } from "../json-view.ts";
import type { Refusal } from "../refusal.ts";
import { tokenPieces } from "../tokens.ts";

/** A whole chat completion, pretty-printed as OpenAI does. */
export const chatWhole = (answer: Answer): string => {
  const { reply, ask } = answer;
  const calls = toolBlocks(reply).map((block, index) => wholeCall(block, index, answer));
  const thought = textOf(reply, "thinking");
  const text = textOf(reply, "text");
  const message = {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    ...(ask.thinking === "shown" ? { reasoning_content: thought } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    refusal: null,
    annotations: [],
  };
  const body = {
    ...head(answer, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(reply.stop) }],
    usage: usage(reply),
    service_tier: "default",
    system_fingerprint: fingerprint(answer),
  };
  return `${JSON.stringify(body, null, 2)}\n`;
};

/** The chunks of a streamed chat completion; usage comes only when it was asked for. */
export function* chatFrames(answer: Answer): Generator<Frame> {
  const { reply } = answer;
  const withUsage = objectIn(answer.json.stream_options).include_usage === true;
  let count = 0;
  const chunk = (choices: readonly JsonObject[], used: JsonObject | null): Frame => {
    const body = {
      ...head(answer, "chat.completion.chunk"),
      service_tier: "default",
      system_fingerprint: fingerprint(answer),
      choices,
      ...(withUsage ? { usage: used } : {}),
    };
    count += 1;
    return data({ ...body, obfuscation: answer.ids.letters(`pad${count}`, 4 + (count % 12)) });
  };
  const delta = (change: JsonObject, finish_reason: string | null = null): Frame =>
    chunk([{ index: 0, delta: change, logprobs: null, finish_reason }], null);
  yield delta({ role: "assistant", content: "", refusal: null });
  let callIndex = 0;
  for (const block of reply.blocks) {
    for (const change of changes(block, callIndex, answer)) yield delta(change);
    if (block.type === "tool") callIndex += 1;
  }
  yield delta({}, finishReason(reply.stop));
  if (withUsage) yield chunk([], usage(reply));
  yield lastFrame("data: [DONE]\n\n");
}

/** An error chunk inside a stream that began well. */
export const chatErrorFrame = ({ status, message, code }: Refusal): Frame =>
  lastFrame(data({ error: { message, type: openaiErrorType(status), param: null, code } }).text);

const data = (json: JsonObject): Frame => frame(`data: ${JSON.stringify(json)}\n\n`);

const head = ({ ask, ids, createdAt }: Answer, object: string): JsonObject => ({
  id: `chatcmpl-${ids.letters("completion", 29)}`,
  object,
  created: createdAt,
  model: ask.model,
});

const fingerprint = ({ ids }: Answer): string => `fp_${ids.hex("fingerprint", 10)}`;

const finishReason = (stop: Stop): string => finishReasons[stop.reason];

const finishReasons = { end: "stop", tool: "tool_calls", length: "length", sequence: "stop" } as const;

const usage = ({ bill }: Reply): JsonObject => ({
  prompt_tokens: bill.inputTokens,
  completion_tokens: bill.outputTokens,
  total_tokens: bill.inputTokens + bill.outputTokens,
  prompt_tokens_details: { cached_tokens: bill.cachedTokens, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: bill.thinkingTokens,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});

type ToolBlock = Extract<Block, { readonly type: "tool" }>;

const toolBlocks = (reply: Reply): readonly ToolBlock[] =>
  reply.blocks.filter((block): block is ToolBlock => block.type === "tool");

const textOf = (reply: Reply, type: "text" | "thinking"): string =>
  reply.blocks.map((block) => (block.type === type ? block.text : "")).join("");

const callId = (index: number, { ids }: Answer): string => `call_${ids.letters(`tool${index}`, 24)}`;

const wholeCall = ({ tool, input }: ToolBlock, index: number, answer: Answer): JsonObject =>
  tool.kind === "custom"
    ? { id: callId(index, answer), type: "custom", custom: { name: tool.name, input: input.input } }
    : { id: callId(index, answer), type: "function", function: { name: tool.name, arguments: JSON.stringify(input) } };

const changes = (block: Block, index: number, answer: Answer): readonly JsonObject[] => {
  if (block.type === "text") return tokenPieces(block.text, 2).map((content) => ({ content }));
  if (block.type === "thinking") {
    return answer.ask.thinking === "shown"
      ? tokenPieces(block.text, 3).map((reasoning_content) => ({ reasoning_content }))
      : [];
  }
  const { tool, input } = block;
  const id = callId(index, answer);
  if (tool.kind === "custom")
    return [{ tool_calls: [{ index, id, type: "custom", custom: { name: tool.name, input: input.input } }] }];
  const opening = { index, id, type: "function", function: { name: tool.name, arguments: "" } };
  const rest = tokenPieces(JSON.stringify(input), 3).map((piece) => ({
    tool_calls: [{ index, function: { arguments: piece } }],
  }));
  return [{ tool_calls: [opening] }, ...rest];
};
