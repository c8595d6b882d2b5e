import type { Block, Chat, ToolCallBlock } from "../../../core/chat.ts";
import { inputJson, isPlain } from "../../../core/tool-input.ts";
import { isObject } from "../../../lib/json.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { eachBlock } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/** The arguments of calls as the destination has them: an object where it must be one, and nowhere an empty text. */
export const inputsTaken: Step = (chat, destination) => {
  const { dialect } = destination;
  const { objectInput, plainTools } = takenBy(destination);
  let wrapped = 0;
  const replace = (block: Block): readonly Block[] => {
    if (block.type !== "tool-call") return [block];
    if (isPlain(block.input)) return objectInput || !plainTools ? [withJson(block, inputJson(block.input))] : [block];
    if (!objectInput) return [isEmpty(block) ? withJson(block, {}) : block];
    const json = isEmpty(block) ? {} : inputJson(block.input);
    if (isObject(json)) return [withJson(block, json)];
    wrapped++;
    return [withJson(block, { arguments: json ?? ("text" in block.input ? block.input.text : null) })];
  };
  const fitted = eachBlock(chat, replace);
  const losses = lost("calls.input", wrapped);
  return { chat: dialect === "openai-responses" ? withPlainOutputs(fitted) : fitted, losses };
};

/** In Responses the result of a call with a plain text is an item of another type. */
const withPlainOutputs = (chat: Chat): Chat => {
  const calls = chat.messages.flatMap(({ blocks }) => blocks.filter((block) => block.type === "tool-call"));
  const plain = new Set(calls.filter(({ input }) => isPlain(input)).map(({ id }) => id));
  return eachBlock(chat, (block) => {
    if (block.type !== "tool-result" || !plain.has(block.callId)) return [block];
    return [{ ...block, extras: { type: "custom_tool_call_output" }, origin: null }];
  });
};

const isEmpty = ({ input }: ToolCallBlock): boolean =>
  "text" in input ? input.text.trim() === "" : input.json === null || input.json === undefined;

const withJson = (block: ToolCallBlock, json: unknown): ToolCallBlock => ({ ...block, input: { json } });
