import type { Block, Message, ToolResultBlock, UnknownBlock } from "../../../core/chat.ts";
import type { Loss } from "../../../core/translation.ts";
import { isObject, listIn, objectIn, textOrNull } from "../../../lib/json.ts";
import { lost, refused } from "../../loss.ts";
import type { Step } from "../step.ts";
import { eachBlock, said } from "./blocks.ts";

/**
 * Takes out what only the client's own vendor has words for: blocks of unknown kinds, and what the vendor's tools did.
 * Their texts stay, as the model went by them; nothing stays that would ask for its other half.
 */
export const withoutStrangers: Step = (chat) => {
  const kinds: string[] = [];
  let hosted = 0;
  const replace = (block: Block, message: Message): readonly Block[] => {
    if (block.type === "unknown") {
      kinds.push(kindOf(block));
      return message.role === "assistant" ? [] : textOf(block);
    }
    if (block.type === "tool-result" && !block.isServerSide) return [withinResult(block, message)];
    if (block.type !== "tool-result" && (block.type !== "tool-call" || !block.isServerSide)) return [block];
    hosted++;
    return block.type === "tool-result" ? textOfHosted(block) : [];
  };
  const withinResult = (result: ToolResultBlock, message: Message): ToolResultBlock => {
    const blocks = result.blocks.flatMap((block) => replace(block, message));
    return result.blocks.some(({ type }) => type === "unknown") ? { ...result, blocks } : result;
  };
  const kept = eachBlock(chat, replace);
  const system = chat.system.filter(({ type }) => type !== "unknown");
  const known = system.length === chat.system.length ? kept : { ...kept, system };
  return { chat: known, losses: [...lossOf(kinds), ...lost("blocks.hosted", hosted)] };
};

/** The kinds are told by name: they are words of the format, and where they look like none they are not. */
const lossOf = (kinds: readonly string[]): readonly Loss[] =>
  lost("blocks.unknown", kinds.length).map((loss) => ({
    ...loss,
    why: `${loss.why}: ${[...new Set(kinds)].join(", ")}`,
  }));

const kindOf = ({ json }: UnknownBlock): string => {
  const { type } = objectIn(json);
  if (type === "item_reference")
    throw refused("messages.held", "An item of the input refers to one that another vendor holds.");
  return typeof type === "string" && /^[a-z][a-z0-9_.-]{0,39}$/.test(type) ? type : "nameless";
};

/** What a client has put there has a text in most cases: a search result, a reference to a file. */
const textOf = (block: UnknownBlock): readonly Block[] => {
  const { type, title, source, content, text } = objectIn(block.json);
  const texts = [text, ...listIn(content).map((part) => objectIn(part)["text"])].filter(
    (one) => typeof one === "string",
  );
  if (texts.length === 0) return [];
  const named = [title, source].flatMap((name) => (typeof name === "string" ? [name] : [])).join(", ");
  return [
    said(
      `<${textOrNull(type) ?? "part"}>\n${[named, ...texts].filter((one) => one !== "").join("\n")}\n</${textOrNull(type) ?? "part"}>`,
      block,
    ),
  ];
};

/** What a tool of the vendor's gave, as far as it is text. */
const textOfHosted = (result: ToolResultBlock): readonly Block[] => {
  const texts = result.blocks.flatMap((block) => {
    if (block.type === "text") return [block.text];
    const { stdout } = block.type === "unknown" && isObject(block.json) ? block.json : {};
    return typeof stdout === "string" ? [stdout] : [];
  });
  const text = texts.join("\n").trim();
  return text === "" ? [] : [said(`<tool-output>\n${text}\n</tool-output>`, result)];
};
