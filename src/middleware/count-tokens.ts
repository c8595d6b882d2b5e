import type { Chat } from "../core/chat.ts";
import { type CountedDialect, countedAt } from "../core/count-path.ts";
import type { Dialect } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { ended } from "../core/outcome.ts";
import type { Provider } from "../core/provider.ts";
import { jsonIn } from "../core/read-chat.ts";
import { modelThere } from "../core/routed.ts";
import { isObject, type JsonObject } from "../lib/json.ts";
import type { Tokens } from "../meter/tokens/index.ts";

/** What is needed to count without the vendor. */
export type CountTokensServices = {
  readonly providers: readonly Provider[];
  readonly dialects: readonly Dialect[];
  readonly tokens: Pick<Tokens, "estimateInput">;
};

/** Says how many tokens a request would take where its vendor has no answer to that; an estimate, and it says so. */
export const countTokens: MiddlewareMaker<CountTokensServices> = {
  name: "count-tokens",
  isOptional: true,
  create: (services) => (exchange, next) => {
    const counted = exchange.request.method === "POST" ? countedAt(exchange.path) : null;
    if (counted === null || isAnsweredByVendor(exchange, counted, services)) return next();
    const chat = chatToCount(exchange, counted, services);
    return chat === null ? next() : estimated(exchange, counted, chat, services);
  },
};

const estimated = async (
  exchange: Exchange,
  counted: CountedDialect,
  chat: Chat,
  { tokens }: CountTokensServices,
): Promise<Response> => {
  const model = modelThere(exchange) ?? chat.model ?? "";
  const estimate = await tokens.estimateInput(chat, { model, patienceMs: 5000 });
  return answered(exchange, JSON.stringify(answers[counted](estimate.tokens)));
};

const isAnsweredByVendor = (
  { plan, path }: Exchange,
  counted: CountedDialect,
  { providers }: CountTokensServices,
): boolean => {
  const [target] = plan.targets;
  const provider = providers.find(({ name }) => name === target?.upstream.provider);
  // An upstream of the user's own may speak less than its vendor does.
  if (target?.upstream.endpoints.some(({ dialects }) => dialects.includes(counted)) === false) return false;
  return provider === undefined || provider.countPaths.some((counts) => counts.test(path));
};

const chatToCount = (exchange: Exchange, counted: CountedDialect, { dialects }: CountTokensServices): Chat | null => {
  const readRequest = dialects.find(({ name }) => name === counted)?.readRequest;
  const json = readRequest === undefined ? null : jsonIn(exchange);
  if (json === null || readRequest === undefined) return null;
  const { generateContentRequest } = json; // Google's clients may put the whole request one level down
  return readRequest(isObject(generateContentRequest) ? generateContentRequest : json, exchange.path);
};

/** What each vendor says to it. */
const answers: Readonly<Record<CountedDialect, (tokens: number) => JsonObject>> = {
  anthropic: (tokens) => ({ input_tokens: tokens }),
  "openai-responses": (tokens) => ({ object: "response.input_tokens", input_tokens: tokens }),
  gemini: (tokens) => ({
    totalTokens: tokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: tokens }],
  }),
};

const answered = ({ id, notes, settle }: Exchange, body: string): Response => {
  notes.bytesOut = Buffer.byteLength(body);
  settle(ended(200));
  return new Response(body, {
    headers: { "content-type": "application/json", "x-proxy-request-id": id, "x-proxy-estimate": "true" },
  });
};
