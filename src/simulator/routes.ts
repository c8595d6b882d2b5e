import type { DialectName } from "./conversation.ts";
import type { Vendor } from "./format.ts";
import { type JsonObject, textIn } from "./json-view.ts";
import { isMistralModel } from "./mistral.ts";

/** What a request wants, told by its method, path and headers; Google also says the model and the stream there. */
export type Route = {
  readonly operation: "generate" | "count" | "embed" | "models" | "model" | "unknown";
  readonly vendor: Vendor;
  readonly dialect: DialectName | null;
  readonly model: string;
  readonly stream: boolean;
  readonly sse: boolean;
};

/** Finds the vendor and the operation; a path that nobody has is `unknown` at the vendor whom it resembles. */
export const routeOf = (method: string, url: URL, headers: Headers, json: JsonObject): Route => {
  const path = url.pathname.replace(zaiPrefix, "").replace(/^\/(?!v1)/, "/v1/");
  const model = textIn(json.model);
  const plain = {
    vendor: vendorOf(path, headers, model),
    dialect: null,
    model,
    stream: json.stream === true,
    sse: true,
  };
  if (method === "GET") return readingRoute(path, plain);
  if (method !== "POST") return { ...plain, operation: "unknown" };
  const known = posts[path];
  if (known !== undefined) return { ...plain, ...known };
  return googleRoute(path, url) ?? { ...plain, operation: "unknown" };
};

/** z.ai serves Anthropic's and OpenAI's formats below its own prefixes. */
const zaiPrefix = /^\/api\/(anthropic|coding\/paas\/v4|paas\/v4)(?=\/)/;

const posts: { readonly [path: string]: Pick<Route, "operation" | "dialect"> } = {
  "/v1/messages": { operation: "generate", dialect: "anthropic" },
  "/v1/messages/count_tokens": { operation: "count", dialect: "anthropic" },
  "/v1/chat/completions": { operation: "generate", dialect: "openai-chat" },
  "/v1/responses": { operation: "generate", dialect: "openai-responses" },
  "/v1/embeddings": { operation: "embed", dialect: null },
};

const vendorOf = (path: string, headers: Headers, model: string): Vendor => {
  if (path.startsWith("/v1beta")) return "google";
  if (path.startsWith("/v1/messages") || path.startsWith("/v1/complete")) return "anthropic";
  if (path.startsWith("/v1/chat") || path.startsWith("/v1/embeddings"))
    return isMistralModel(model) ? "mistral" : "openai";
  if (path.startsWith("/v1/responses")) return "openai";
  if (headers.has("anthropic-version") || headers.has("x-api-key")) return "anthropic";
  return headers.has("x-goog-api-key") ? "google" : "openai";
};

const readingRoute = (path: string, plain: Omit<Route, "operation">): Route => {
  const [, name] = /^\/v1(?:beta)?\/models(?:\/([^/]+))?$/.exec(path) ?? [];
  if (name !== undefined) return { ...plain, operation: "model", model: decodeURIComponent(name) };
  return { ...plain, operation: /^\/v1(beta)?\/models$/.test(path) ? "models" : "unknown" };
};

const googleRoute = (path: string, url: URL): Route | null => {
  const [, model, method] = /^\/v1(?:beta|alpha)?\/(?:models|tunedModels)\/([^/:]+):(\w+)$/.exec(path) ?? [];
  if (model === undefined) return null;
  const sse = url.searchParams.get("alt") === "sse";
  const found: Route = {
    operation: "unknown",
    vendor: "google",
    dialect: null,
    model: decodeURIComponent(model),
    stream: false,
    sse,
  };
  if (method === "generateContent") return { ...found, operation: "generate", dialect: "gemini" };
  if (method === "streamGenerateContent") return { ...found, operation: "generate", dialect: "gemini", stream: true };
  return method === "countTokens" ? { ...found, operation: "count", dialect: "gemini" } : found;
};
