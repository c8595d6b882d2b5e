import type { Block, Chat, MediaBlock, Message, Tool } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import type { KeptThoughts } from "./families.ts";
import type { InputShape } from "./weights.ts";

/** What of a request a model reads, apart by how it is counted. */
export type Visible = Pick<InputShape, "messages" | "steps" | "hasTools" | "mustCall" | "thinks" | "isOpenaiChat"> & {
  readonly texts: readonly string[];
  /** The tools' definitions, each as compact JSON. */
  readonly tools: readonly string[];
  readonly media: readonly MediaBlock[];
};

/** What there is in some blocks. */
export type Pieces = {
  readonly texts: readonly string[];
  /** Apart: not every model is shown them again. Those that are sealed are only readable to their vendor. */
  readonly thoughts: readonly string[];
  readonly media: readonly MediaBlock[];
  /** Calls of tools. */
  readonly steps: number;
};

/** Takes blocks apart. Seals and ids are not read. */
export const piecesOf = (blocks: readonly Block[]): Pieces => {
  const texts: string[] = [];
  const thoughts: string[] = [];
  const media: MediaBlock[] = [];
  let steps = 0;
  const take = (block: Block): void => {
    switch (block.type) {
      case "text":
      case "refusal":
        texts.push(block.text);
        return;
      case "thinking":
        if (!block.isSealed) thoughts.push(block.text);
        return;
      case "media":
        media.push(block);
        return;
      case "tool-call":
        steps++;
        texts.push(block.name, "text" in block.input ? block.input.text : jsonOf(block.input.json));
        return;
      case "tool-result":
        for (const each of block.blocks) take(each);
        return;
      case "json":
      case "unknown":
        texts.push(jsonOf(block.json));
        return;
      default:
        return block satisfies never;
    }
  };
  for (const block of blocks) take(block);
  return { texts, thoughts, media, steps };
};

/** Takes a conversation apart. Thoughts that the vendor leaves out are not read. */
export const visibleIn = (chat: Chat, kept: KeptThoughts): Visible => {
  const said = chat.messages.map(({ blocks }) => piecesOf(blocks));
  const since = firstShown(chat.messages.map(isSpoken), kept);
  const shown = said.map((pieces, at) => (at >= since ? [...pieces.thoughts, ...pieces.texts] : pieces.texts));
  const led = piecesOf(chat.system);
  return {
    texts: [...led.texts, ...shown.flat(), ...schemaTexts(chat)].filter((text) => text !== ""),
    tools: toolTexts(chat),
    media: [led, ...said].flatMap(({ media }) => media),
    messages: chat.messages.length,
    steps: [led, ...said].reduce((sum, { steps }) => sum + steps, 0),
    ...askedOf(chat),
  };
};

/** What besides its texts makes a request larger. */
export const askedOf = ({ tools, toolChoice, reasoning, origin }: Chat) => ({
  hasTools: tools.length > 0,
  mustCall: toolChoice?.mode === "required" || toolChoice?.mode === "named",
  thinks: reasoning !== null && reasoning.mode !== "off",
  isOpenaiChat: origin?.dialect === "openai-chat",
});

/** The tools' definitions, each as compact JSON. */
export const toolTexts = ({ tools, origin }: Chat): readonly string[] =>
  tools.map((tool) => definitionOf(tool, origin?.dialect));

/** What shape the answer has to have is read like a text. */
export const schemaTexts = ({ format }: Chat): readonly string[] =>
  format?.type === "json-schema" ? [jsonOf(format.schema)] : [];

/** Whether a person says something in it; results of tools go on with what the model was at. */
export const isSpoken = ({ role, blocks }: Message): boolean =>
  role === "user" && blocks.some(({ type }) => type !== "tool-result");

/** The place of the first message whose thoughts a model is shown again. */
export const firstShown = (spoken: readonly boolean[], kept: KeptThoughts): number => {
  if (kept === "all") return 0;
  return kept === "none" ? spoken.length : Math.max(0, spoken.lastIndexOf(true));
};

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
