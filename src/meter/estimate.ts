import type { Chat } from "../core/chat.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Tokens } from "./tokens/index.ts";

/** The largest body that is read for an estimate alone: it is read while other requests wait. */
const maxReadBytes = 512 * 1024;

/** Of English text and of JSON, about. */
const bytesPerToken = 4;

/** Tokens of what a client sent: by its conversation as its model would count it, else by the size of its body. */
export const estimatedInput = (exchange: Exchange, tokens: Pick<Tokens, "measureInput">): number | null => {
  const { notes } = exchange;
  const chat = smallChat(exchange);
  if (chat !== null) return tokens.measureInput(chat, { model: notes.model ?? "" }).tokens;
  return notes.bytesIn === 0 ? null : Math.ceil(notes.bytesIn / bytesPerToken);
};

/** The conversation of a request that is small enough to be read for no other reason; null for all others. */
export const smallChat = ({ body, chat }: Pick<Exchange, "body" | "chat">): Chat | null =>
  body.kind === "held" && body.bytes.length <= maxReadBytes ? chat() : null;
