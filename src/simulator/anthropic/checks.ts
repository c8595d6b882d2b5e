import { markOf } from "../billing/cache/marked.ts";
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import { checkBlocks } from "./blocks.ts";
import { checkFields, checkNames } from "./fields.ts";
import { checkSettings, checkThoughtFirst } from "./settings.ts";
import { bindsThoughts, flawOf } from "./thought-seal.ts";

/** Refuses a Messages request that the vendor would refuse, in the vendor's shape. */
export const checkAnthropic = (
  json: JsonObject,
  { counting = false, betas = [] }: { readonly counting?: boolean; readonly betas?: readonly string[] } = {},
): void => {
  if (textIn(json.model) === "") throw new Refusal(400, "model: Field required");
  if (!counting) checkMaxTokens(json);
  if (!Array.isArray(json.messages)) throw new Refusal(400, "messages: Field required");
  if (json.messages.length === 0) throw new Refusal(400, "messages: at least one message is required");
  checkFields(json, betas);
  if (isObject(json.thread)) throw threadsUnsupported();
  const messages = json.messages.map(objectIn);
  for (const [at, message] of messages.entries()) checkMessage(message, at);
  checkBlocks(messages);
  if (!counting) checkSettings(json);
  checkNames(json);
  checkPairs(messages);
  if (!counting) checkThoughtFirst(json, messages);
  checkThoughts(json, messages);
  checkBreakpoints(json);
};

const checkMaxTokens = (json: JsonObject): void => {
  const maxTokens = numberIn(json.max_tokens);
  if (maxTokens === null) throw new Refusal(400, "max_tokens: Field required");
  if (maxTokens < 1) throw new Refusal(400, "max_tokens: Input should be greater than or equal to 1");
  const thinking = objectIn(json.thinking);
  if (thinking.type !== "enabled") return;
  const budget = numberIn(thinking.budget_tokens);
  if (budget === null) throw new Refusal(400, "thinking.enabled.budget_tokens: Field required");
  if (budget < 1024)
    throw new Refusal(400, "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
  if (budget >= maxTokens) throw new Refusal(400, "max_tokens: must be greater than thinking.budget_tokens");
};

const checkMessage = (message: JsonObject, at: number): void => {
  const role = textIn(message.role);
  if (!["user", "assistant", "system"].includes(role))
    throw new Refusal(400, `messages.${at}.role: Input should be 'user' or 'assistant'`);
  if (typeof message.content !== "string" && !Array.isArray(message.content))
    throw new Refusal(400, `messages.${at}.content: Field required`);
  for (const [index, block] of listIn(message.content).map(objectIn).entries()) {
    if (block.type === "text" && block.text === "") throw new Refusal(400, "messages: a text block may not be empty");
    if (isThought(block) && isObject(block.cache_control))
      throw new Refusal(
        400,
        `messages.${at}.content.${index}.${textIn(block.type)}.cache_control: Extra inputs are not permitted`,
      );
  }
};

const isThought = ({ type }: JsonObject): boolean => type === "thinking" || type === "redacted_thinking";

/** A thought comes back as it was, and with models that bind it, after what it was thought after. */
const checkThoughts = ({ model, system, tools, thinking }: JsonObject, messages: readonly JsonObject[]): void => {
  const dropsMisfits = objectIn(objectIn(thinking).block_binding).prefix_mismatch_behavior === "drop_block";
  const looksBack = bindsThoughts(textIn(model)) && !dropsMisfits;
  for (const [at, message] of messages.entries()) {
    for (const [index, block] of listIn(message.content).map(objectIn).entries()) {
      if (block.type !== "thinking") continue;
      const before = { system, tools, messages: messages.slice(0, at) };
      const flaw = flawOf(textIn(block.signature), textIn(block.thinking), before);
      const where = `messages.${at}.content.${index}`;
      if (flaw === "thought") throw new Refusal(400, `${where}: Invalid \`signature\` in \`thinking\` block`);
      if (flaw === "past" && looksBack)
        throw new Refusal(400, `${where}: The block is bound to a different conversation`);
    }
  }
};

/** Each call is answered in the next user turn, and each answer belongs to a call of the turn before it. */
const checkPairs = (messages: readonly JsonObject[]): void => {
  const turns = messages.filter((message) => message.role !== "system");
  for (const [at, turn] of turns.entries()) {
    const called = idsIn(turns[at - 1], "tool_use", "id");
    const answered = idsIn(turn, "tool_result", "tool_use_id");
    const stray = answered.find((id) => !called.includes(id));
    if (stray !== undefined) {
      throw new Refusal(
        400,
        `messages.${at}: \`tool_result\` without its \`tool_use\` in the message before: ${stray}`,
      );
    }
    const open = called.filter((id) => !answered.includes(id));
    if (open.length > 0) {
      throw new Refusal(
        400,
        `messages.${at - 1}: \`tool_use\` without its \`tool_result\` in the message after: ${open.join(", ")}`,
      );
    }
  }
};

const idsIn = (turn: JsonObject | undefined, type: string, field: string): readonly string[] =>
  listIn(turn?.content)
    .filter(isObject)
    .flatMap((block) => (block.type === type ? [textIn(block[field])] : []));

const maxBreakpoints = 4;

const checkBreakpoints = ({ system, messages, tools, cache_control: mark }: JsonObject): void => {
  const found = marksIn([system, messages, tools]).length + (isObject(mark) ? 1 : 0);
  if (found > maxBreakpoints)
    throw new Refusal(400, `cache_control: at most ${maxBreakpoints} blocks may carry it, found ${found}`);
  const marks = marksIn([tools, system, messages]);
  const odd = marks.find(
    ({ type, ttl }) => type !== "ephemeral" || (ttl !== undefined && ttl !== "5m" && ttl !== "1h"),
  );
  if (odd !== undefined) throw new Refusal(400, "cache_control: it is 'ephemeral', with a ttl of '5m' or '1h'");
  const lifetimes = marks.map((cache_control) => markOf({ cache_control }));
  if (lifetimes.lastIndexOf("1h") > lifetimes.indexOf("5m") && lifetimes.includes("5m"))
    throw new Refusal(400, "cache_control: blocks with a ttl of '1h' must not come after blocks with '5m'");
};

type Mark = { readonly type: unknown; readonly ttl: unknown };

/** In the order in which the vendor puts them before the model. */
const marksIn = (value: unknown): readonly Mark[] => {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (!isObject(value)) return [];
  const { cache_control: mark } = value;
  return [...marksIn(value.content), ...(isObject(mark) ? [{ type: mark.type, ttl: mark.ttl }] : [])];
};

/** Conversations kept by the server are beyond a vendor without memory; the SDK then sends the whole conversation. */
const threadsUnsupported = (): Refusal =>
  new Refusal(400, "This request cannot use threads.", {
    details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
  });
