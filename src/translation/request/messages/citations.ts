import type { Block } from "../../../core/chat.ts";
import { listIn, objectIn } from "../../../lib/json.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";

/** Counts what texts say of their sources: each format says it in its own way, and only of its vendor's searches. */
export const withoutCitations: Step = (chat) => {
  const cited = chat.messages.flatMap(({ blocks }) => blocks).filter(hasCitations);
  if (cited.length === 0) return { chat, losses: [] };
  const messages = chat.messages.map((message) => ({ ...message, blocks: message.blocks.map(uncited) }));
  return { chat: { ...chat, messages }, losses: lost("text.citations", cited.length) };
};

const uncited = (block: Block): Block => {
  if (block.type !== "text" || block.citations === undefined) return block;
  const { citations: _theirs, ...plain } = block;
  return plain;
};

const hasCitations = ({ type, extras }: Block): boolean => {
  if (type === "media") return objectIn(extras["citations"])["enabled"] === true;
  if (type !== "text") return false;
  const [part] = listIn(extras["content"]); // where Responses has them
  return [extras["citations"], objectIn(part)["annotations"]].some((list) => listIn(list).length > 0);
};
