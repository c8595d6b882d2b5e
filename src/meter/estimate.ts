import type { Block, Chat } from "../core/chat.ts";
import type { Measure } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";

/** The largest body that is read for an estimate alone: it is read while other requests wait. */
const maxReadBytes = 512 * 1024;

/** Tokens of what a client sent: by the texts of its conversation, else by the size of its body. */
export const estimatedInput = (exchange: Exchange, measure: Measure): number | null => {
  const { body, notes } = exchange;
  const isSmall = body.kind === "held" && body.bytes.length <= maxReadBytes;
  const chat = isSmall ? exchange.chat() : null;
  if (chat !== null) return tokensOf(chat, measure);
  return notes.bytesIn === 0 ? null : Math.ceil(notes.bytesIn / bytesPerToken);
};

/** Of English text and of JSON, about. */
const bytesPerToken = 4;

const tokensOf = ({ system, messages, tools }: Chat, measure: Measure): number => {
  let sum = 0;
  for (const block of [...system, ...messages.flatMap(({ blocks }) => blocks)]) sum += tokensIn(block, measure);
  for (const { name, description, schema } of tools) {
    sum += measure(`${name} ${description ?? ""} ${JSON.stringify(schema) ?? ""}`);
  }
  return sum;
};

const tokensIn = (block: Block, measure: Measure): number => {
  switch (block.type) {
    case "text":
    case "thinking":
    case "refusal":
      return measure(block.text);
    case "tool-call":
      return measure(block.name + ("text" in block.input ? block.input.text : JSON.stringify(block.input.json)));
    case "tool-result":
      return block.blocks.reduce((sum, inner) => sum + tokensIn(inner, measure), 0);
    default:
      return 0;
  }
};
