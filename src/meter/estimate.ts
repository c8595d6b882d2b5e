import type { Chat } from "../core/chat.ts";
import type { Exchange } from "../core/exchange.ts";
import { modelThere } from "../core/routed.ts";
import type { Tokens } from "./tokens/index.ts";
import type { ChatSize } from "./tokens/size.ts";

/** What the session of a request knows of its input. */
export type KnownInput = {
  readonly size: ChatSize;
  /** Whether most of it is at the vendor, which holds what came before. */
  readonly isContinued: boolean;
  /** An earlier input of the session that its vendor has counted; null = there was none. */
  readonly last: ToldInput | null;
};

/** What a vendor counted, and our own estimate of the same before anything learned. */
export type ToldInput = {
  readonly upstream: string;
  readonly model: string;
  readonly reported: number;
  readonly unlearned: number;
};

/** The largest body that is read for an estimate alone: it is read while other requests wait. */
const maxReadBytes = 512 * 1024;

/** Of English text and of JSON, about. */
const bytesPerToken = 4;

/** No model takes more: so large a body is no text, and nobody knows what it is. */
const mostTokens = 2_100_000;

/** Tokens of what a client sent: by its conversation as the model that is asked for there would count it, else by the size of its body. */
export const estimatedInput = (
  exchange: Exchange,
  tokens: Pick<Tokens, "measureInput" | "weighInput">,
  known: KnownInput | null = null,
): number | null => {
  const { notes, body } = exchange;
  const model = modelThere(exchange) ?? "";
  if (known !== null) {
    const last = known.last !== null && isAlike(known, known.last, exchange) ? known.last : null;
    const before = last === null ? null : { ...last, by: "measured" as const };
    return tokens.weighInput(known.size, { model, last: before }).tokens;
  }
  const chat = smallChat(exchange);
  if (chat !== null) return tokens.measureInput(chat, { model }).tokens;
  const data = body.kind === "held" ? dataIn(body.bytes) : { bytes: 0, pieces: 0 };
  const estimated = Math.ceil((notes.bytesIn - data.bytes) / bytesPerToken) + data.pieces * tokensPerPiece;
  return estimated === 0 || estimated > mostTokens ? null : estimated;
};

/** A string of JSON that is so long and without a blank is a picture, a page or a sound: it is not counted by its bytes. */
const leastData = 8192;
const tokensPerPiece = 1500;

const dataIn = (body: Uint8Array): { readonly bytes: number; readonly pieces: number } => {
  const all = Buffer.from(body.buffer, body.byteOffset, body.length);
  let [bytes, pieces] = [0, 0];
  let start = all.indexOf(quote);
  while (start >= 0) {
    const near = all.lastIndexOf(quote, start + leastData); // from the far end: most strings are never looked at
    const end = near > start ? near : all.indexOf(quote, start + leastData);
    if (near <= start && end > 0 && !all.subarray(start, end).includes(blank)) {
      bytes += end - start;
      pieces++;
    }
    start = start + leastData < all.length ? end : -1;
  }
  return { bytes, pieces };
};

const quote = 0x22;
const blank = 0x20;

/** Another model counts in another way, and what a vendor holds itself was not measured here. */
const isAlike = ({ isContinued }: KnownInput, { upstream, model }: ToldInput, exchange: Exchange): boolean =>
  !isContinued && upstream === exchange.notes.upstream && model === modelThere(exchange);

/** The conversation of a request that is small enough to be read for no other reason; null for all others. */
export const smallChat = ({ body, chat }: Pick<Exchange, "body" | "chat">): Chat | null =>
  body.kind === "held" && body.bytes.length <= maxReadBytes ? chat() : null;
