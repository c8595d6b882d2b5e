import type { Block, Message, Origin, Role, ThinkingBlock, ToolCallBlock, ToolResultBlock } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, textOrNull } from "../../lib/json.ts";
import { present, restOf } from "../../lib/json-rest.ts";
import { readCalls, writeCalls } from "./calls.ts";
import { readContent, writeContent } from "./parts.ts";

/** A message of the conversation; one that has no role we know stays as it is. */
export const readMessage = (message: unknown, origin: Origin): Message => {
  const role = isObject(message) ? roles.get(message["role"]) : undefined;
  if (!isObject(message) || role === undefined) {
    const whole: Block = { type: "unknown", json: message, extras: {}, origin };
    return { role: "user", name: null, blocks: [whole], extras: { role: null }, origin };
  }
  if (role === "tool") return { role, name: null, ...readResult(message, origin), origin };
  const name = textOrNull(message["name"]);
  const extras = restOf(message, { role: true, ...(name !== null && { name }), ...spokenFields(message) });
  return { role, name, blocks: readSpoken(message, origin), extras, origin };
};

const roles: ReadonlyMap<unknown, Role> = new Map<string, Role>([
  ["system", "system"],
  ["developer", "developer"],
  ["user", "user"],
  ["assistant", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
]);

/** What a message says: its thoughts, its content, a refusal, calls of tools. */
export const readSpoken = (message: JsonObject, origin: Origin): readonly Block[] => {
  const form = thoughtField(message);
  const thoughts = form === null ? [] : [readThought(String(message[form]), form, below(origin, form))];
  const { refusal } = message;
  const declined: Block[] =
    typeof refusal === "string"
      ? [{ type: "refusal", text: refusal, extras: {}, origin: below(origin, "refusal") }]
      : [];
  const content = readContent(message["content"], below(origin, "content"));
  return [...thoughts, ...content, ...declined, ...readCalls(message, origin)];
};

/** The fields of a message that its blocks tell of. */
export const spokenFields = (message: JsonObject): JsonObject => {
  const { content, refusal, tool_calls: calls, function_call: older } = message;
  const form = thoughtField(message);
  return present({
    ...(form !== null && { [form]: true }),
    content: typeof content === "string" || Array.isArray(content) || null,
    refusal: typeof refusal === "string" || null,
    tool_calls: Array.isArray(calls) || null,
    function_call: isObject(older) ? { ...older } : null,
  });
};

/** DeepSeek and z.ai have `reasoning_content`, Groq and OpenRouter `reasoning`. */
const thoughtField = (message: JsonObject): string | null =>
  ["reasoning_content", "reasoning"].find((name) => typeof message[name] === "string") ?? null;

const readThought = (text: string, form: string, origin: Origin): ThinkingBlock => ({
  type: "thinking",
  text,
  signature: null,
  isSealed: false,
  extras: form === "reasoning" ? { reasoning: null } : {},
  origin,
});

/** What a tool gave: with the id of its call, or, as it once was, with the name of the function. */
const readResult = (message: JsonObject, origin: Origin): Pick<Message, "blocks" | "extras"> => {
  const callId = textOrNull(message["tool_call_id"]);
  const name = textOrNull(message["name"]);
  const block: ToolResultBlock = {
    ...{ type: "tool-result", callId, name, isError: false, isServerSide: false, extras: {}, origin },
    blocks: readContent(message["content"], below(origin, "content")),
  };
  const { content } = spokenFields(message);
  const known = present({ role: true, tool_call_id: callId, name, content });
  return { blocks: [block], extras: restOf(message, known) };
};

/** A message as this format has it: results of tools are messages of their own, before the rest. */
export const writeMessage = (message: Message, dialect: DialectName): readonly unknown[] => {
  const { blocks } = message;
  const extras = extrasFor(dialect, message);
  const [first] = blocks;
  if (first?.type === "unknown" && extras["role"] === null) return [first.json];
  const results = blocks.filter((block): block is ToolResultBlock => block.type === "tool-result");
  const spoken = blocks.filter(({ type }) => type !== "tool-result");
  const told = results
    .filter(({ isServerSide }) => !isServerSide)
    .map((result) => writeResult(result, spoken.length === 0 ? extras : {}, dialect));
  if (message.role === "tool" || (spoken.length === 0 && told.length > 0)) return told;
  const { role, name } = message;
  return [...told, merged(extras, { ...present({ role, name }), ...writeSpoken(spoken, dialect) })];
};

const writeResult = (result: ToolResultBlock, extras: JsonObject, dialect: DialectName): JsonObject => {
  const { callId, name, blocks } = result;
  const role = callId === null && name !== null ? "function" : "tool";
  const content = writeContent(blocks, dialect);
  return merged(extras, present({ role, tool_call_id: callId, name, content: content ?? "" }));
};

/** The fields of a message that say these blocks. */
export const writeSpoken = (blocks: readonly Block[], dialect: DialectName): JsonObject => {
  const form = (block: Block): unknown => extrasFor(dialect, block)["type"];
  const mayBeApart = ({ type }: Block): boolean => type === "thinking" || type === "refusal";
  const isPart = (block: Block): boolean =>
    mayBeApart(block) ? form(block) === block.type : block.type !== "tool-call";
  const apart = blocks.filter((block) => !isPart(block));
  const thoughts = apart.filter((block): block is ThinkingBlock => block.type === "thinking" && block.text !== "");
  const [thought] = thoughts;
  const field = thought && "reasoning" in extrasFor(dialect, thought) ? "reasoning" : "reasoning_content";
  const refused = apart.flatMap((block) => (block.type === "refusal" ? [block.text] : []));
  return present({
    content: writeContent(blocks.filter(isPart), dialect),
    refusal: refused.length === 0 ? null : refused.join(""),
    [field]: thoughts.length === 0 ? null : thoughts.map(({ text }) => text).join("\n\n"),
    ...writeCalls(
      blocks.filter((block): block is ToolCallBlock => block.type === "tool-call"),
      dialect,
    ),
  });
};
