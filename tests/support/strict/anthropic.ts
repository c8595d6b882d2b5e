import type { JsonObject } from "../../../src/lib/json.ts";
import { type Finding, finding, isObject, isOnce, isText, objectIn, objects } from "./collected.ts";

/** Messages API: roles by turns, blocks, pairs of calls and results in the next message, ids. */
export const anthropicProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  const messages = objects(body["messages"]);
  check.when(messages.length === 0, "messages: at least one");
  check.when(messages[0]?.["role"] !== "user", "messages.0: the first is the user's");
  for (const [at, message] of messages.entries()) {
    const { role, content } = message;
    check.when(role !== "user" && role !== "assistant", `messages.${at}: role ${role}`);
    check.when(at > 0 && messages[at - 1]?.["role"] === role, `messages.${at}: ${role} twice`);
    const blocks = objects(content);
    check.when(blocks.length === 0, `messages.${at}: empty`);
    for (const block of blocks) checkBlock(block, String(role), `messages.${at}`, check);
    checkResults(blocks, messages[at - 1], `messages.${at}`, check);
    const calls = blocks.filter(({ type }) => type === "tool_use");
    check.when(calls.length > 0 && at === messages.length - 1, `messages.${at}: calls without results`);
    const last = blocks.at(-1);
    const isEnd = at === messages.length - 1 && role === "assistant";
    check.when(isEnd && /\s$/.test(String(last?.["text"] ?? "")), `messages.${at}: ends with white space`);
  }
  const ids = messages.flatMap(({ content }) =>
    objects(content).flatMap(({ type, id }) => (type === "tool_use" ? [id] : [])),
  );
  check.when(!isOnce(ids), "ids of calls are not unique");
  for (const block of objects(body["system"])) check.when(!isText(block["text"]), "system: an empty text");
  return check.found();
};

const kinds: Readonly<Record<string, ReadonlySet<string>>> = {
  user: new Set(["text", "image", "document", "tool_result"]),
  assistant: new Set(["text", "thinking", "redacted_thinking", "tool_use"]),
};

const checkBlock = (block: JsonObject, role: string, at: string, check: Finding): void => {
  const type = String(block["type"]);
  check.when(!kinds[role]?.has(type), `${at}: ${type} of ${role}`);
  if (type === "text") check.when(!isText(block["text"]), `${at}: an empty text`);
  if (type === "thinking") check.when(typeof block["signature"] !== "string", `${at}: a thought without signature`);
  if (type === "image" || type === "document") checkSource(objectIn(block["source"]), type, at, check);
  if (type === "tool_use") {
    check.when(!/^[a-zA-Z0-9_-]+$/.test(String(block["id"])), `${at}: id ${block["id"]}`);
    check.when(!isObject(block["input"]), `${at}: input is no object`);
  }
  for (const inner of objects(type === "tool_result" ? block["content"] : [])) {
    const kind = String(inner["type"]);
    check.when(!["text", "image", "document"].includes(kind), `${at}: ${kind} in a result`);
    if (kind === "text") check.when(!isText(inner["text"]), `${at}: an empty text in a result`);
    else checkSource(objectIn(inner["source"]), kind, at, check);
  }
};

const checkSource = (source: JsonObject, kind: string, at: string, check: Finding): void => {
  const { type, media_type: media } = source;
  const isFine =
    type === "url" ||
    (type === "base64" && (kind === "image" ? /^image\//.test(String(media)) : media === "application/pdf")) ||
    (type === "text" && kind === "document" && media === "text/plain");
  check.when(!isFine, `${at}: ${kind} from ${type} ${media}`);
};

/** Results first, for all calls of the message before and for no others. */
const checkResults = (
  blocks: readonly JsonObject[],
  before: JsonObject | undefined,
  at: string,
  check: Finding,
): void => {
  const called = objects(before?.["content"]).flatMap(({ type, id }) => (type === "tool_use" ? [id] : []));
  const results = blocks.filter(({ type }) => type === "tool_result");
  const answered = results.map((block) => block["tool_use_id"]);
  check.when(JSON.stringify(called) !== JSON.stringify(answered), `${at}: calls ${called}, results ${answered}`);
  check.when(
    blocks.slice(0, results.length).some(({ type }) => type !== "tool_result"),
    `${at}: results not first`,
  );
};
