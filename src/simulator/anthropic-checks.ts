import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "./json-view.ts";
import { Refusal } from "./refusal.ts";
import { isBrokenSeal } from "./thought-seal.ts";

/** Refuses a Messages request that the vendor would refuse, in the vendor's shape. */
export const checkAnthropic = (json: JsonObject, counting = false): void => {
  if (textIn(json.model) === "") throw new Refusal(400, "model: Field required");
  if (!counting) checkMaxTokens(json);
  if (!Array.isArray(json.messages)) throw new Refusal(400, "messages: Field required");
  if (json.messages.length === 0) throw new Refusal(400, "messages: at least one message is required");
  if (isObject(json.thread)) throw threadsUnsupported();
  const messages = json.messages.map(objectIn);
  for (const [at, message] of messages.entries()) checkMessage(message, at);
  checkPairs(messages);
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
    if (block.type === "thinking" && isBrokenSeal(textIn(block.signature), textIn(block.thinking)))
      throw new Refusal(400, `messages.${at}.content.${index}: Invalid \`signature\` in \`thinking\` block`);
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

const checkBreakpoints = ({ system, messages, tools }: JsonObject): void => {
  const found = breakpointsIn([system, messages, tools]);
  if (found > maxBreakpoints)
    throw new Refusal(400, `cache_control: at most ${maxBreakpoints} blocks may carry it, found ${found}`);
};

const breakpointsIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + breakpointsIn(item), 0);
  if (!isObject(value)) return 0;
  return (isObject(value.cache_control) ? 1 : 0) + breakpointsIn(value.content);
};

/** Conversations kept by the server are beyond a vendor without memory; the SDK then sends the whole conversation. */
const threadsUnsupported = (): Refusal =>
  new Refusal(400, "This request cannot use threads.", {
    details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
  });
