import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** Fields of a Messages request that everyone may send (SDK 1.11, `MessageCreateParamsBase`). */
const usual: ReadonlySet<string> = new Set([
  ...["model", "messages", "max_tokens", "system", "tools", "tool_choice", "stream", "metadata", "stop_sequences"],
  ...["temperature", "top_p", "top_k", "thinking", "output_config", "cache_control", "container", "diagnostics"],
  ...["inference_geo", "service_tier", "speed", "user_profile_id", "workspace_id"],
]);

/** Fields that are only known with a beta flag, and how that flag begins. */
const beta: Readonly<Record<string, string>> = {
  context_management: "context-management-",
  mcp_servers: "mcp-client-",
  output_format: "structured-outputs-",
  thread: "message-threads-",
  fallbacks: "server-side-fallback-",
  fallback_credit_token: "fallback-credit-",
  compaction: "compact-",
  billing_policy: "user-profiles-billing-",
};

/** Fields of one message, and those that a flag brings. */
const messageFields: ReadonlySet<string> = new Set(["role", "content"]);
const messageBeta: Readonly<Record<string, string>> = {
  output_config: "mid-conversation-output-config-",
  clear_at: "mid-conversation-system-clear-at-",
  tools: "inline-tools-",
};

/** Refuses what the vendor has no name for, and what only a beta flag of the header `anthropic-beta` would name. */
export const checkFields = (json: JsonObject, betas: readonly string[]): void => {
  for (const name of Object.keys(json)) if (!isKnown(name, usual, beta, betas)) throw extra(name);
  for (const [at, message] of listIn(json.messages).map(objectIn).entries()) {
    for (const name of Object.keys(message))
      if (!isKnown(name, messageFields, messageBeta, betas)) throw extra(`messages.${at}.${name}`);
  }
  if (isObject(objectIn(json.thinking).block_binding) && !hasFlag(betas, "thinking-binding-controls-"))
    throw extra(`thinking.${textIn(objectIn(json.thinking).type)}.block_binding`);
};

const isKnown = (
  name: string,
  known: ReadonlySet<string>,
  flagged: Readonly<Record<string, string>>,
  betas: readonly string[],
): boolean => {
  const flag = Object.hasOwn(flagged, name) ? flagged[name] : undefined;
  return known.has(name) || (flag !== undefined && hasFlag(betas, flag));
};

const hasFlag = (betas: readonly string[], start: string): boolean => betas.some((one) => one.startsWith(start));

/** The vendor's own words, by which clients know what to leave out when they try again. */
const extra = (place: string): Refusal => new Refusal(400, `${place}: Extra inputs are not permitted`);

/** The flags of the header `anthropic-beta`. */
export const betasIn = (headers: Headers): readonly string[] =>
  (headers.get("anthropic-beta") ?? "")
    .split(",")
    .map((flag) => flag.trim())
    .filter((flag) => flag !== "");

/** Refuses names and ids that the vendor's patterns do not allow, and those that are there twice. */
export const checkNames = (json: JsonObject): void => {
  const tools = listIn(json.tools).map((tool) => textIn(objectIn(tool).name));
  for (const [at, name] of tools.entries()) {
    if (name !== "" && !/^[a-zA-Z0-9_-]{1,128}$/.test(name))
      throw new Refusal(400, `tools.${at}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
    if (tools.indexOf(name) < at && name !== "") throw new Refusal(400, "tools: Tool names must be unique.");
  }
  const ids = listIn(json.messages).flatMap((message, at) =>
    listIn(objectIn(message).content)
      .map(objectIn)
      .flatMap((block, index) => (block.type === "tool_use" ? [{ id: textIn(block.id), at, index }] : [])),
  );
  for (const [place, { id, at, index }] of ids.entries()) {
    const where = `messages.${at}.content.${index}`;
    if (!/^[a-zA-Z0-9_-]+$/.test(id))
      throw new Refusal(400, `${where}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
    if (ids.findIndex((other) => other.id === id) < place)
      throw new Refusal(400, `${where}: \`tool_use\` ids must be unique`);
  }
};
