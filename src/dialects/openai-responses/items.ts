import type { Block, Origin, Role, ThinkingBlock, ToolInput } from "../../core/chat.ts";
import { below } from "../../core/origin.ts";
import { isObject, type JsonObject, listIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, restOf } from "../../lib/json-rest.ts";
import { besides } from "./item-blocks.ts";
import { readContent } from "./parts.ts";

/**
 * The blocks that one item of input or output is: a message's parts, a thought's parts, or the item itself. What the item
 * says besides (`id`, `status`) is in the extras of its first block; all of its blocks carry its `id`, so that they find
 * together again, and what a part says besides is in `content` there, as it was in the item.
 */
export const readItem = (item: JsonObject, origin: Origin): readonly Block[] => {
  if (isMessage(item)) return readMessage(item, origin);
  const bare = { extras: {}, origin };
  switch (item["type"]) {
    case "reasoning":
      return readReasoning(item, origin);
    case "function_call":
    case "custom_tool_call":
      return [readCall(item, origin)];
    case "function_call_output":
    case "custom_tool_call_output":
      return [readResult(item, origin)];
    default:
      return [{ ...bare, type: "unknown", json: item }];
  }
};

/** Who speaks an item: what came of a tool is a tool's, what has no role of its own came of the model. */
export const roleOf = (item: JsonObject): Role => {
  const { role, type } = item;
  if (isRole(role)) return role;
  if (type === "mcp_approval_response") return "user";
  return typeof type === "string" && type.endsWith("_output") ? "tool" : "assistant";
};

const roles: ReadonlySet<unknown> = new Set(["system", "developer", "user", "assistant"]);
const isRole = (value: unknown): value is Role => roles.has(value);

/** A message, also in the short form without a type. */
const isMessage = ({ type, role, content }: JsonObject): boolean =>
  (type === "message" || type === undefined) && isRole(role) && (typeof content === "string" || Array.isArray(content));

const readMessage = (item: JsonObject, origin: Origin): readonly Block[] => {
  const rest = restOf(item, { type: true, role: true, content: true });
  const at = below(origin, "content");
  return inItem(rest, readContent(item["content"], at), ({ type, extras }) => {
    const beside = besides(extras);
    return isEmpty(beside) && type !== "unknown" ? {} : { content: [beside] };
  });
};

/** The blocks of one item, with what the item says besides. */
const inItem = (
  rest: JsonObject,
  blocks: readonly Block[],
  partExtras: (block: Block) => JsonObject,
): readonly Block[] => {
  const same = rest["id"] === undefined ? {} : { id: rest["id"] };
  return blocks.map((block, position) => ({
    ...block,
    extras: { ...(position === 0 ? rest : same), ...partExtras(block) },
  }));
};

/** A thought: its summaries, the thought itself where it is shown, and the seal on its last block. */
const readReasoning = (item: JsonObject, origin: Origin): readonly Block[] => {
  const summaries = thoughtsIn(item, "summary", origin);
  const thoughts = thoughtsIn(item, "content", origin);
  const signature = textOrNull(item["encrypted_content"]);
  const written = { type: true, summary: true, ...(Array.isArray(item["content"]) ? { content: true } : {}) };
  const rest = restOf(item, signature === null ? written : { ...written, encrypted_content: true });
  const parts = [...summaries, ...thoughts];
  const shown = parts.length > 0 ? parts : [thought("", origin)];
  const sealed = shown.map((block, position) =>
    position === shown.length - 1 ? { ...block, signature, isSealed: parts.length === 0 && signature !== null } : block,
  );
  const isContent = new Set<Block["origin"]>(thoughts.map((block) => block.origin));
  return inItem(rest, sealed, (block) => {
    if (isContent.has(block.origin)) return { content: [block.extras] };
    return isEmpty(block.extras) ? {} : { summary: [block.extras] };
  });
};

const thoughtsIn = (item: JsonObject, field: "summary" | "content", origin: Origin): ThinkingBlock[] =>
  listIn(item[field]).flatMap((part, position) => {
    if (!isObject(part) || typeof part["text"] !== "string") return [];
    const extras = restOf(part, { type: true, text: true });
    return [{ ...thought(part["text"], below(origin, field, position)), extras }];
  });

const thought = (text: string, origin: Origin): ThinkingBlock => ({
  type: "thinking",
  text,
  signature: null,
  isSealed: false,
  extras: {},
  origin,
});

const readCall = (item: JsonObject, origin: Origin): Block => {
  const isCustom = item["type"] === "custom_tool_call";
  const field = isCustom ? "input" : "arguments";
  const { [field]: said } = item;
  const rest = restOf(item, { type: true, call_id: true, name: true, [field]: true });
  return {
    type: "tool-call",
    id: textOrNull(item["call_id"]),
    name: textOrNull(item["name"]) ?? "",
    input: inputOf(said, isCustom),
    signature: null,
    isServerSide: false,
    extras: rest,
    origin,
  };
};

const inputOf = (said: unknown, isPlain: boolean): ToolInput => {
  if (said !== undefined && typeof said !== "string") return { json: said };
  return isPlain ? { text: said ?? "", isPlain } : { text: said ?? "" };
};

const readResult = (item: JsonObject, origin: Origin): Block => {
  const isCustom = item["type"] === "custom_tool_call_output";
  const { output } = item;
  const isRead = typeof output === "string" || Array.isArray(output);
  const rest = restOf(item, { type: true, call_id: true, ...(isRead ? { output: true } : {}) });
  return {
    type: "tool-result",
    callId: textOrNull(item["call_id"]),
    name: null,
    blocks: readContent(output, below(origin, "output")),
    isError: false,
    isServerSide: false,
    extras: isCustom ? { ...rest, type: "custom_tool_call_output" } : rest,
    origin,
  };
};
