import type { Block, Chat, MediaBlock, Message, ThinkingBlock, Tool } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect.ts";
import type { KeptThoughts } from "./families.ts";
import type { InputShape } from "./weights.ts";

/** What of a request a model reads, apart by how it is counted. */
export type Visible = Pick<InputShape, "messages" | "steps" | "hasTools" | "mustCall" | "thinks" | "isOpenaiChat"> & {
  readonly texts: readonly string[];
  /** The tools' definitions, each as compact JSON. */
  readonly tools: readonly string[];
  readonly media: readonly MediaBlock[];
};

/** Takes a conversation apart. Seals, ids and thoughts that the vendor leaves out are not read. */
export const visibleIn = (chat: Chat, thoughts: KeptThoughts): Visible => {
  const texts: string[] = [];
  const media: MediaBlock[] = [];
  let steps = 0;
  const take = (block: Block, showsThoughts: boolean): void => {
    switch (block.type) {
      case "text":
      case "refusal":
        texts.push(block.text);
        return;
      case "thinking":
        if (showsThoughts) texts.push(thoughtOf(block));
        return;
      case "media":
        media.push(block);
        return;
      case "tool-call":
        steps++;
        texts.push(block.name, "text" in block.input ? block.input.text : jsonOf(block.input.json));
        return;
      case "tool-result":
        for (const each of block.blocks) take(each, showsThoughts);
        return;
      case "json":
      case "unknown":
        texts.push(jsonOf(block.json));
        return;
      default:
        return block satisfies never;
    }
  };
  for (const block of chat.system) take(block, false);
  const since = thoughts === "all" ? 0 : thoughts === "none" ? chat.messages.length : lastSaid(chat.messages);
  for (const [at, message] of chat.messages.entries()) for (const block of message.blocks) take(block, at >= since);
  if (chat.format?.type === "json-schema") texts.push(jsonOf(chat.format.schema));
  return {
    texts: texts.filter((text) => text !== ""),
    tools: chat.tools.map((tool) => definitionOf(tool, chat.origin?.dialect)),
    media,
    messages: chat.messages.length,
    steps,
    hasTools: chat.tools.length > 0,
    mustCall: chat.toolChoice?.mode === "required" || chat.toolChoice?.mode === "named",
    thinks: chat.reasoning !== null && chat.reasoning.mode !== "off",
    isOpenaiChat: chat.origin?.dialect === "openai-chat",
  };
};

/** The place of the last message in which a person says something; results of tools go on with what the model was at. */
const lastSaid = (messages: readonly Message[]): number =>
  messages.findLastIndex(({ role, blocks }) => role === "user" && blocks.some(({ type }) => type !== "tool-result"));

/** A sealed thought is only readable to its vendor. */
const thoughtOf = ({ text, isSealed }: ThinkingBlock): string => (isSealed ? "" : text);

/** As its format spells it: the weights of a family were found with that. */
const definitionOf = (
  { name, description, schema, hosted, isStrict, extras }: Tool,
  dialect: DialectName | undefined,
): string => {
  if (hosted !== null) return jsonOf({ type: hosted, name });
  const told = { name, ...(description === null ? {} : { description }) };
  const strict = isStrict === null ? {} : { strict: isStrict };
  if (dialect === "openai-chat")
    return jsonOf({ type: "function", function: { ...told, parameters: schema, ...strict, ...extras } });
  if (dialect === "openai-responses")
    return jsonOf({ type: "function", ...told, parameters: schema, ...strict, ...extras });
  return jsonOf({ ...told, input_schema: schema });
};

const jsonOf = (value: unknown): string => JSON.stringify(value) ?? "";
