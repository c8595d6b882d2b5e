import type { Ask, Block, Reply } from "./conversation.ts";
import { type Answer, type Call, type Format, type Frame, frame, lastFrame } from "./format.ts";
import { type JsonObject, listIn, objectIn, textIn } from "./json-view.ts";
import { checkChat, readChat } from "./openai/chat.ts";
import { Refusal } from "./refusal.ts";
import { tokenPieces } from "./tokens.ts";

/** Mistral's chat completions: OpenAI's paths and requests, its own ids, bodies and errors (https://docs.mistral.ai/api). */
export const mistral: Format = {
  dialect: "openai-chat",
  vendor: "mistral",
  read: (call) => {
    checkChat(call.json);
    checkFields(call.json);
    checkMessageFields(call.json);
    checkTurns(call.json);
    checkCallIds(call.json);
    return { ...readChat(call), thinking: readThinking(call) };
  },
  whole: (answer) => {
    const { reply, ids, ask, createdAt } = answer;
    const calls = reply.blocks.flatMap((block, index) => (block.type === "tool" ? [call(block, index, answer)] : []));
    const message = { role: "assistant", tool_calls: calls.length > 0 ? calls : null, content: wholeContent(reply) };
    const choices = [{ index: 0, finish_reason: finishReasons[reply.stop.reason], message }];
    return JSON.stringify({
      id: ids.hex("completion", 32),
      created: createdAt,
      model: ask.model,
      usage: usage(reply),
      object: "chat.completion",
      choices,
    });
  },
  frames: mistralFrames,
  errorFrame: ({ message, code }) =>
    lastFrame(
      `data: ${JSON.stringify({ object: "error", message, type: "service_unavailable", param: null, code })}\n\n`,
    ),
};

/** Whether a model's name is one of Mistral's, so that its manners apply. */
export const isMistralModel = (model: string): boolean =>
  /^(mistral-|codestral|magistral|ministral|pixtral|devstral|open-mistral|open-mixtral)/.test(model);

/** The last chunk of words also carries the reason and the usage; a tool call comes in one piece. */
function* mistralFrames(answer: Answer): Generator<Frame> {
  const { reply, ids, ask, createdAt } = answer;
  const chunk = (delta: JsonObject, end: JsonObject | null): Frame => {
    const choice = {
      index: 0,
      delta,
      finish_reason: end === null ? null : finishReasons[reply.stop.reason],
      logprobs: null,
    };
    const body = {
      id: ids.hex("completion", 32),
      object: "chat.completion.chunk",
      created: createdAt,
      model: ask.model,
      choices: [choice],
    };
    return frame(`data: ${JSON.stringify(end === null ? body : { ...body, usage: end })}\n\n`);
  };
  yield chunk({ role: "assistant", content: "" }, null);
  for (const block of reply.blocks) for (const delta of deltas(block)) yield chunk(delta, null);
  const calls = reply.blocks.flatMap((block, index) => (block.type === "tool" ? [call(block, index, answer)] : []));
  const indexed = calls.map((item, index) => ({ ...item, index }));
  yield chunk({ content: "", ...(calls.length > 0 ? { tool_calls: indexed } : {}) }, usage(reply));
  yield lastFrame("data: [DONE]\n\n");
}

/** Parameters of a chat completion (SDK 2.7, `ChatCompletionRequest`); any other is refused. */
const fields: ReadonlySet<string> = new Set([
  ...["model", "temperature", "top_p", "max_tokens", "stream", "stop", "random_seed", "metadata", "messages"],
  ...["response_format", "tools", "tool_choice", "presence_penalty", "frequency_penalty", "n", "prediction"],
  ...["parallel_tool_calls", "prompt_mode", "reasoning_effort", "guardrails", "safe_prompt", "prompt_cache_key"],
  ...["stream_options"],
]);

const checkFields = (json: JsonObject): void => {
  const unknown = Object.keys(json).find((name) => !fields.has(name));
  if (unknown === undefined) return;
  throw new Refusal(422, `body.${unknown}: Extra inputs are not permitted`, { param: unknown });
};

/** Fields of a message, by who speaks (SDK 2.7); any other is refused, and so is an effort that is none of two. */
const messageFields: { readonly [role: string]: readonly string[] } = {
  system: ["role", "content"],
  user: ["role", "content"],
  assistant: ["role", "content", "tool_calls", "prefix"],
  tool: ["role", "content", "tool_call_id", "name"],
};

const checkMessageFields = (json: JsonObject): void => {
  for (const [at, message] of listIn(json.messages).map(objectIn).entries()) {
    const role = textIn(message.role);
    const unknown = Object.keys(message).find((name) => messageFields[role]?.includes(name) === false);
    if (unknown === undefined) continue;
    throw new Refusal(422, `body.messages.${at}.${role}.${unknown}: Extra inputs are not permitted`, {
      param: unknown,
    });
  }
  const effort = json.reasoning_effort;
  if (effort !== undefined && effort !== null && effort !== "high" && effort !== "none")
    throw new Refusal(422, "body.reasoning_effort: Input should be 'high' or 'none'", { param: "reasoning_effort" });
};

/** Who may speak after whom: nobody but the model after a tool, and it does not have the last word unless told to go on. */
const checkTurns = (json: JsonObject): void => {
  const messages = listIn(json.messages).map(objectIn);
  for (const [at, { role }] of messages.entries()) {
    const before = messages[at - 1]?.role;
    const isWrong = (before === "tool" && role !== "tool" && role !== "assistant") || role === "developer";
    if (!isWrong) continue;
    throw new Refusal(400, `Unexpected role '${textIn(role)}' after role '${textIn(before)}'`, { code: "3230" });
  }
  const last = messages.at(-1);
  if (last?.role === "assistant" && last.prefix !== true)
    throw new Refusal(
      400,
      "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
      {
        code: "3230",
      },
    );
};

const checkCallIds = (json: JsonObject): void => {
  const messages = listIn(json.messages).map(objectIn);
  const ids = messages.flatMap((message) => [
    ...listIn(message.tool_calls).map((item) => textIn(objectIn(item).id)),
    ...(message.role === "tool" ? [textIn(message.tool_call_id)] : []),
  ]);
  const wrong = ids.find((id) => !/^[a-zA-Z0-9]{9}$/.test(id));
  if (wrong === undefined) return;
  throw new Refusal(400, `Tool call id was ${wrong}, but it must be nine letters or digits.`, { code: "3280" });
};

const readThinking = ({ json }: Call): Ask["thinking"] => {
  const asked =
    /^magistral/.test(textIn(json.model)) || json.prompt_mode === "reasoning" || json.reasoning_effort === "high";
  return asked ? "shown" : "off";
};

const finishReasons = { end: "stop", tool: "tool_calls", length: "length", sequence: "stop" } as const;

const usage = ({ bill }: Reply): JsonObject => ({
  prompt_tokens: bill.inputTokens,
  total_tokens: bill.inputTokens + bill.outputTokens,
  completion_tokens: bill.outputTokens,
  ...(bill.cachedTokens > 0 ? { prompt_tokens_details: { cached_tokens: bill.cachedTokens } } : {}),
});

type ToolBlock = Extract<Block, { readonly type: "tool" }>;

const call = ({ tool, input }: ToolBlock, index: number, { ids }: Answer): JsonObject => ({
  id: ids.letters(`tool${index}`, 9),
  function: { name: tool.name, arguments: JSON.stringify(input) },
  type: "function",
});

const thinkingPart = (text: string): JsonObject => ({ type: "thinking", thinking: [{ type: "text", text }] });

/** Plain words are a string; an answer that thinks is a list of parts. */
const wholeContent = ({ blocks }: Reply): unknown => {
  const parts = blocks.flatMap((block) =>
    block.type === "thinking"
      ? [thinkingPart(block.text)]
      : block.type === "text"
        ? [{ type: "text", text: block.text }]
        : [],
  );
  return parts.some((part) => part.type === "thinking")
    ? parts
    : blocks.map((block) => (block.type === "text" ? block.text : "")).join("");
};

const deltas = (block: Block): readonly JsonObject[] => {
  if (block.type === "text") return tokenPieces(block.text, 3).map((content) => ({ content }));
  return block.type === "thinking"
    ? tokenPieces(block.text, 3).map((piece) => ({ content: [thinkingPart(piece)] }))
    : [];
};
