import type { Block, Role, ThinkingBlock } from "../../core/chat.ts";
import { type Located, located } from "../../core/citation.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { inputText, isPlain } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { annotationFields } from "../openai-chat/annotations.ts";
import { writeOutput, writePart } from "./parts.ts";

const dialect = "openai-responses";

/** Blocks as items of input or output: parts of one message together, and parts of one thought. */
export const writeItems = (blocks: readonly Block[], role: Role): readonly unknown[] => {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const open = groups.at(-1);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && belongTogether(last, block)) open.push(block);
    else groups.push([block]);
  }
  return groups.flatMap((group) => writeItem(group, role));
};

/** Whether two blocks, one after the other, are of one item. */
export const belongTogether = (one: Block, other: Block): boolean => {
  if (extrasFor(dialect, one)["id"] !== extrasFor(dialect, other)["id"]) return false;
  if (one.type === "thinking" && other.type === "thinking")
    return one.signature === null && isOwn(dialect, one) && isOwn(dialect, other);
  return isPart(one) && isPart(other);
};

/** Whether a block is a part of a message. */
export const isPart = (block: Block): boolean => {
  if (block.type === "unknown") return Array.isArray(extrasFor(dialect, block)["content"]);
  return block.type === "text" || block.type === "refusal" || block.type === "media";
};

/** What a block says of its item, and what it says of itself as a part of it. */
export const extrasOf = (block: Block): { readonly item: JsonObject; readonly part: JsonObject } => {
  const { content, summary, ...item } = extrasFor(dialect, block);
  const part = objectIn(listIn(content)[0] ?? listIn(summary)[0]);
  // Neither is a list where it is a field of the item that nobody could read.
  const unread = present({
    content: Array.isArray(content) ? null : content,
    summary: Array.isArray(summary) ? null : summary,
  });
  return { item: { ...item, ...unread, ...(content === null && { content }) }, part };
};

const writeItem = (group: readonly Block[], role: Role): readonly unknown[] => {
  const [first] = group;
  if (first === undefined) return [];
  const { item } = extrasOf(first);
  if (isPart(first)) return [writeMessage(group, role, item)];
  switch (first.type) {
    case "thinking":
      return [merged(item, writeThought(group.filter((block) => block.type === "thinking")))];
    case "tool-call": {
      if (first.isServerSide) return [];
      const said = { call_id: first.id, name: first.name };
      const text = inputText(first.input);
      const call = isPlain(first.input)
        ? { type: "custom_tool_call", ...said, input: text }
        : { type: "function_call", ...said, arguments: text };
      return [merged(item, present(call))];
    }
    case "tool-result": {
      if (first.isServerSide) return [];
      const type = item["type"] === "custom_tool_call_output" ? "custom_tool_call_output" : "function_call_output";
      const isUnread = "output" in item;
      return [
        merged(item, present({ type, call_id: first.callId, output: isUnread ? null : writeOutput(first.blocks) })),
      ];
    }
    case "unknown":
      return isOwn(dialect, first) ? [first.json] : [];
    default:
      return [];
  }
};

const writeMessage = (group: readonly Block[], role: Role, item: JsonObject): JsonObject => {
  const speaker = role === "tool" ? "user" : role;
  const content = group.flatMap((block) => {
    const part = writePart(block, speaker);
    return part === null ? [] : [merged(extrasOf(block).part, { ...part, ...sourcesOf(block) })];
  });
  return merged(item, { type: "message", role: speaker, content });
};

/** Whether a thought is shown itself, and not a summary of it. */
export const isShown = (block: Block): boolean => Array.isArray(extrasFor(dialect, block)["content"]);

const writeThought = (blocks: readonly ThinkingBlock[]): JsonObject => {
  const parts = (type: string, some: readonly ThinkingBlock[]): JsonObject[] =>
    some.filter(({ text }) => text !== "").map((block) => merged(extrasOf(block).part, { type, text: block.text }));
  const content = parts("reasoning_text", blocks.filter(isShown));
  const seal = blocks.findLast((block) => block.signature !== null && isOwn(dialect, block))?.signature;
  return present({
    type: "reasoning",
    summary: parts(
      "summary_text",
      blocks.filter((block) => !isShown(block)),
    ),
    content: content.length === 0 ? null : content,
    encrypted_content: seal,
  });
};

/** The annotations of a text that another vendor has written; those of its own are in what its part says besides. */
const sourcesOf = (block: Block): JsonObject => {
  if (block.type !== "text" || block.citations === undefined || isOwn(dialect, block)) return {};
  return { annotations: block.citations.map((one) => writeAnnotation(located(one, block.text))) };
};

/** A page that a text goes by. */
export const writeAnnotation = (citation: Located): JsonObject => ({
  type: "url_citation",
  ...annotationFields(citation, 0),
});
