import type { Chat } from "../core/chat.ts";
import { countedAt } from "../core/count-path.ts";
import type { Exchange } from "../core/exchange.ts";
import { modelName } from "../core/model-name.ts";
import type { Pin } from "../core/pin.ts";
import { scanTopLevel } from "../lib/json-scan.ts";
import { once } from "../lib/once.ts";
import { contentOf, mayHoldImage } from "./content.ts";
import type { Content, Traits } from "./traits.ts";

/** Who knows what the request itself does not show. */
export type TraitServices = {
  /** The input tokens of a conversation, as its model would count them. */
  readonly estimate: (chat: Chat, model: string) => number;
  /** Where its conversation is pinned to; null = nowhere. */
  readonly pinOf: (exchange: Exchange) => Pin | null;
  /** How the client names its conversation; null = it does not. */
  readonly sessionOf: (exchange: Exchange) => string | null;
};

/** What a request shows of where it should go. Nothing is parsed unless a rule asks for it. */
export const traitsOf = (exchange: Exchange, { estimate, pinOf, sessionOf }: TraitServices): Traits => {
  const { path, request, dialect, errorDialect, notes, client, upgrade } = exchange;
  const model = notes.model ?? (dialect === null && embeddingsPath.test(path) ? modelInBody(exchange) : null);
  return {
    path,
    headers: request.headers,
    dialect: dialect?.name ?? null,
    manner: dialect?.name ?? countedAt(path) ?? errorDialect.name,
    counted: countedAt(path),
    isSocket: upgrade !== null,
    model,
    ambiguous: notes.ambiguous,
    stream: notes.stream,
    fixed: whyFixed(exchange),
    client,
    addressee: notes.addressee,
    pin: () => pinOf(exchange),
    session: () => sessionOf(exchange),
    content: once(() => contentIn(exchange, (chat) => estimate(chat, model ?? ""))),
    mayHoldImage: () => exchange.body.kind !== "held" || isPacked(exchange) || mayHoldImage(exchange.body.bytes),
  };
};

/** The one path beside chat whose model tells where it goes. */
const embeddingsPath = /\/embeddings$/;

const modelInBody = ({ body }: Exchange): string | null => {
  const model = body.kind === "held" ? scanTopLevel(body.bytes, ["model"]).found.model : null;
  return typeof model === "string" ? modelName(model) : null;
};

const contentIn = (exchange: Exchange, estimate: (chat: Chat) => number): Content => {
  const { body, dialect } = exchange;
  if (dialect === null) return { unknown: "is no chat" };
  if (body.kind === "streamed") return { unknown: "its body is too large to be looked at" };
  const chat = exchange.chat();
  return chat === null ? { unknown: "its body cannot be read" } : contentOf(chat, estimate);
};

const whyFixed = (exchange: Exchange): string | null => {
  if (exchange.body.kind === "streamed") return "the body is too large to be changed";
  return isPacked(exchange) ? "the body is packed" : null;
};

const isPacked = ({ request }: Exchange): boolean => request.headers.has("content-encoding");
