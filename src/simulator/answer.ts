import { checkAnthropic } from "./anthropic/checks.ts";
import { anthropic, anthropicInputTokens } from "./anthropic/index.ts";
import type { PromptCache } from "./billing/cache/index.ts";
import { type Ask, type Bill, type DialectName, lastUserText, nothingBilled } from "./conversation.ts";
import { tooLong } from "./delivery/too-long.ts";
import { embed } from "./embeddings.ts";
import type { Format, Frame } from "./format.ts";
import { checkContents } from "./gemini/checks.ts";
import { gemini, geminiInputTokens } from "./gemini/index.ts";
import type { Ids } from "./ids.ts";
import { type JsonObject, objectIn } from "./json-view.ts";
import { mistral } from "./mistral.ts";
import { modelList, modelNamed } from "./models.ts";
import { openaiChat } from "./openai/chat.ts";
import { openaiResponses } from "./openai/responses.ts";
import { Refusal } from "./refusal.ts";
import type { Route } from "./routes.ts";
import { replyTo } from "./script.ts";
import { windows } from "./windows.ts";

/** A good answer before it goes out: a whole body, or frames that are made when they are read. */
export type Made = {
  readonly body: string | null;
  readonly frames: Iterable<Frame>;
  readonly contentType: string;
  readonly bill: Bill;
  /** Puts the prompt into the vendor's cache; for answers that really go out. */
  readonly keep: () => void;
  /** What the user said last: it may ask for faults. */
  readonly userText: string;
};

/** What an answer is made from. */
export type Order = {
  readonly route: Route;
  readonly json: JsonObject;
  readonly ids: Ids;
  readonly createdAt: number;
  readonly cache: PromptCache;
  /** See `Call`. */
  readonly betas: readonly string[];
};

/** Makes the answer to a request, or throws the vendor's refusal. */
export const makeAnswer = (order: Order): Made => {
  const { route, json } = order;
  switch (route.operation) {
    case "generate":
      return generated(order);
    case "count":
      return counted(order);
    case "embed": {
      const { body, inputTokens } = embed(json, route.vendor, order.ids);
      return whole(body, jsonType(route), inputTokens);
    }
    case "models":
      return whole(modelList(route.vendor), jsonType(route));
    case "model":
      return whole(modelNamed(route.vendor, route.model), jsonType(route));
    case "unknown":
      throw new Refusal(404, "The simulated vendor has nothing at this path.", { code: "unknown_url" });
    default:
      return route.operation satisfies never;
  }
};

/** The format that a route speaks; null where it is no conversation. */
export const formatOf = ({ dialect, vendor }: Route): Format | null => {
  if (dialect === null) return null;
  return dialect === "openai-chat" && vendor === "mistral" ? mistral : formats[dialect];
};

const formats: { readonly [dialect in DialectName]: Format } = {
  anthropic,
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  gemini,
};

const generated = ({ route, json, ids, createdAt, cache, betas }: Order): Made => {
  const format = formatOf(route);
  if (format === null) throw new RangeError("Only a route with a dialect generates.");
  const ask: Ask = format.read({ json, model: route.model, stream: route.stream, betas });
  const maximum = windows.get(ask.model) ?? Number.POSITIVE_INFINITY;
  if (ask.inputTokens > maximum) throw tooLong(route.vendor, { tokens: ask.inputTokens, maximum });
  const decided = replyTo(ask);
  const cached = cache.look(format.dialect, ask.model, json, createdAt * 1000);
  const reply = { ...decided, bill: { ...decided.bill, ...cached.bill } };
  const answer = { ask, reply, json, ids, createdAt, sse: route.sse };
  const facts = {
    bill: reply.bill,
    keep: cached.keep,
    userText: lastUserText(ask.said),
  };
  if (!ask.stream) return { ...whole(format.whole(answer), jsonType(route)), ...facts };
  return { body: null, frames: format.frames(answer), contentType: streamType(route), ...facts };
};

const counted = ({ route, json, betas }: Order): Made => {
  if (route.dialect === "anthropic") {
    checkAnthropic(json, { counting: true, betas });
    const tokens = anthropicInputTokens(json);
    return whole(JSON.stringify({ input_tokens: tokens }), jsonType(route), tokens);
  }
  const asked = objectIn(json.generateContentRequest ?? json);
  checkContents(asked);
  const tokens = geminiInputTokens(asked);
  const body = { totalTokens: tokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: tokens }] };
  return whole(`${JSON.stringify(body, null, 2)}\n`, jsonType(route), tokens);
};

const whole = (body: string, contentType: string, inputTokens = 0): Made => ({
  body,
  frames: halves(body),
  contentType,
  bill: { ...nothingBilled, inputTokens },
  keep: nothingToKeep,
  userText: "",
});

const nothingToKeep = (): void => undefined;

/** A whole body in two pieces, so that a fault "after 1" hits it in the middle. */
const halves = (body: string): readonly Frame[] => {
  const half = Math.floor(body.length / 2);
  const middle = body.slice(0, half).isWellFormed() ? half : half + 1;
  return [
    { text: body.slice(0, middle), last: false },
    { text: body.slice(middle), last: true },
  ];
};

const jsonType = ({ vendor }: Route): string =>
  vendor === "google" ? "application/json; charset=UTF-8" : "application/json";

const streamType = ({ vendor, sse }: Route): string => {
  if (vendor !== "google") return "text/event-stream; charset=utf-8";
  return sse ? "text/event-stream" : "application/json";
};
