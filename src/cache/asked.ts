import type { CacheRules } from "../core/answer-cache.ts";
import type { Exchange } from "../core/exchange.ts";
import { isObject, listIn, objectIn, parsedJson } from "../lib/json.ts";
import { canonicalOf } from "./canonical.ts";

/** What is wanted of the cache: an answer of earlier or a new one, a new one in its place, or nothing at all. */
export type Wish = "use" | "refresh" | "bypass";

/** A request that an answer may be kept for, in the one spelling of its body; or why it is none. */
export type Asked = { readonly body: string; readonly wish: Exclude<Wish, "bypass"> } | { readonly why: string };

/** More than that is a conversation, which never comes twice; to read it would take longer than it is worth. */
const mostBytes = 2 * 1024 * 1024;

/** Whether a path is one whose answers may be kept at all: chats, and vectors. All else passes without a word of the cache. */
export const isAnswerable = ({ dialect, request, path }: Pick<Exchange, "dialect" | "request" | "path">): boolean =>
  dialect !== null || (request.method === "POST" && vectorPath.test(path));

const vectorPath = /\/embeddings$|:(batch)?[eE]mbedContents?$/;

/** Looks at a request before anything is looked for; `model` is the one that is asked for at the upstream. */
export const askedOf = (exchange: Exchange, model: string | null, rules: CacheRules): Asked => {
  const { request, body, notes, upgrade } = exchange;
  const wish = wishOf(request.headers);
  if (wish === "bypass") return { why: "the client wants none" };
  if (upgrade !== null) return { why: "a WebSocket" };
  if (notes.stream && !rules.keepsStreams) return { why: "a stream, and cache.streams is off" };
  if (!rules.path(exchange.path)) return { why: "cache.paths leaves this path out" };
  if (body.kind !== "held" || body.bytes.length > mostBytes) return { why: "the request is too large" };
  if (request.headers.has("content-encoding")) return { why: "the request is packed" };
  const canonical = canonicalOf(body.bytes);
  if (canonical === null || canonical.repeats) return { why: "the request is no JSON of one meaning" };
  const field = fieldsOf(canonical.fields);
  const named = model ?? field("model");
  if (typeof named !== "string" || !rules.model(named)) return { why: "cache.models leaves this model out" };
  const why = stateful(exchange, field) ?? (rules.onlyDeterministic ? undecided(exchange, field) : null);
  return why === null ? { body: canonical.text, wish } : { why };
};

/** What a client says of it: in our own header, or in that of HTTP (RFC 9111, 5.2.1). */
const wishOf = (headers: Headers): Wish => {
  const own = headers.get("x-proxy-cache")?.toLowerCase();
  if (own === "bypass" || own === "refresh") return own;
  const control = headers.get("cache-control")?.toLowerCase() ?? "";
  if (/(^|[\s,])no-store($|[\s,;])/.test(control)) return "bypass";
  return /(^|[\s,])(no-cache|max-age=0)($|[\s,;])/.test(control) ? "refresh" : "use";
};

type Field = (name: string) => unknown;

/** A value is read only where somebody asks for it; what is not there is undefined. */
const fieldsOf =
  (fields: ReadonlyMap<string, string>): Field =>
  (name) => {
    const text = fields.get(name);
    return text === undefined ? undefined : parsedJson(text);
  };

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

/** Why the same request may not mean the same the next time: the vendor holds a part of it, or does more than answer. */
const stateful = ({ dialect }: Exchange, field: Field): string | null => {
  const held = heldAtVendor.find((name) => isSaid(field(name)));
  if (held !== undefined) return `the vendor holds a part of it (${held})`;
  if (field("store") === true) return "the vendor keeps it (store)";
  // Of this format alone the vendor keeps answers unless it is told not to, and clients go on from them by their ids.
  if (dialect?.name === "openai-responses" && field("store") !== false)
    return "the vendor keeps it (store is not false)";
  if (isSaid(field("background"))) return "it works in the background";
  const tool = hosted.find((name) => isSaid(field(name)));
  if (tool !== undefined) return `the vendor looks things up for it (${tool})`;
  if (!listIn(field("tools")).every(isClientsTool)) return "a tool of it is run by the vendor, or not known";
  const many = [field("n"), objectIn(field("generationConfig") ?? field("generation_config"))["candidateCount"]];
  return many.some((count) => typeof count === "number" && count > 1) ? "it asks for more than one answer" : null;
};

const heldAtVendor = ["previous_response_id", "conversation", "container", "prompt", "cachedContent", "cached_content"];
const hosted = ["web_search_options", "mcp_servers", "plugins", "search_parameters", "enable_search"];

/** A tool that the client runs itself, in the words of any format. */
const isClientsTool = (tool: unknown): boolean => {
  if (!isObject(tool)) return false;
  const { type } = tool;
  if (type === "function" || type === "custom") return true;
  if (type !== undefined) return false;
  const names = Object.keys(tool);
  return "input_schema" in tool || (names.length > 0 && names.every((name) => declarations.has(name)));
};

const declarations: ReadonlySet<string> = new Set(["functionDeclarations", "function_declarations"]);

/** Where only what is the same every time may be kept: vectors, and chats without a choice. */
const undecided = ({ dialect }: Exchange, field: Field): string | null => {
  if (dialect === null) return null;
  const { temperature } = objectIn(field("generationConfig") ?? field("generation_config"));
  return (field("temperature") ?? temperature) === 0
    ? null
    : "its temperature is not 0, and cache.deterministic_only is on";
};
