import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../src/lib/json.ts";
import { claudeCodeConversations } from "../../src/offline/simulate/claude-code.ts";

/** A conversation that somebody had with a model: what led it and every message, in its client's format. */
export type Conversation = {
  readonly name: string;
  readonly client: string;
  readonly dialect: DialectName;
  readonly system: string;
  readonly tools: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
};

const folder = (env: Readonly<Record<string, string | undefined>>): string =>
  join(env["PROXY_DATA"] ?? "../shared/data", "2-agent-conversations");

/** Every recorded conversation that there is; none where the data is not there. */
export const recordedConversations = (env: Readonly<Record<string, string | undefined>>): readonly Conversation[] => {
  const root = folder(env);
  if (!existsSync(root)) return [];
  return Object.entries(readers).flatMap(([collection, read]) => {
    const files = existsSync(join(root, collection)) ? readdirSync(join(root, collection)).sort() : [];
    return files.flatMap((file) =>
      read(readFileSync(join(root, collection, file), "utf8")).map((conversation, index) => ({
        ...conversation,
        name: `${collection}/${file}#${index}`,
        client: collection,
      })),
    );
  });
};

type Read = (text: string) => readonly Omit<Conversation, "name" | "client">[];

const lines = (text: string): readonly JsonObject[] => text.split("\n").map((line) => objectIn(parsedJson(line)));

const anthropic = (messages: readonly JsonObject[]) => ({
  dialect: "anthropic" as const,
  system: "You are an agent that works in a terminal.",
  tools: ["Bash", "Edit", "Glob", "Grep", "Read", "Task", "Write"].map((name) => ({ name, input_schema: {} })),
  messages,
});

const openai = (messages: readonly JsonObject[], system: string, tools: readonly JsonObject[] = []) => ({
  dialect: "openai-chat" as const,
  system,
  tools,
  messages,
});

const claudeCode: Read = (text) => claudeCodeConversations(text).map(anthropic);

const joined = (messages: readonly JsonObject[]): readonly JsonObject[] => {
  const whole: JsonObject[] = [];
  for (const { role, content } of messages) {
    const last = whole.at(-1);
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : listIn(content);
    if (last?.["role"] === role) whole[whole.length - 1] = { role, content: [...listIn(last?.["content"]), ...blocks] };
    else whole.push({ role, content: blocks });
  }
  return whole;
};

const pi: Read = (text) => [
  anthropic(
    joined(
      lines(text).flatMap(({ message }) => {
        if (!isObject(message)) return [];
        const { role, content, toolCallId } = message;
        if (role === "toolResult") {
          return [{ role: "user", content: [{ type: "tool_result", tool_use_id: toolCallId, content }] }];
        }
        const blocks = typeof content === "string" ? [{ type: "text", text: content }] : listIn(content).map(objectIn);
        const said = blocks.map((block) => (block["type"] === "toolCall" ? toolUse(block) : block));
        return said.length === 0 ? [] : [{ role, content: said }];
      }),
    ),
  ),
];

const toolUse = ({ id, name, arguments: input }: JsonObject): JsonObject => ({ type: "tool_use", id, name, input });

/** Messages of OpenAI's format, of which the first may lead. */
const led = (messages: readonly JsonObject[], tools: readonly JsonObject[] = []) => {
  const [first, ...rest] = messages;
  return first?.["role"] === "system" ? openai(rest, String(first["content"]), tools) : openai(messages, "", tools);
};

const chat = ({ role, content, tool_calls: calls, tool_call_ids: ids, tool_call_id: id }: JsonObject): JsonObject => ({
  role,
  content,
  ...(Array.isArray(calls) ? { tool_calls: calls } : {}),
  ...(typeof id === "string" ? { tool_call_id: id } : Array.isArray(ids) ? { tool_call_id: ids[0] } : {}),
});

const sweAgent: Read = (text) => [led(listIn(objectIn(parsedJson(text))["history"]).map((one) => chat(objectIn(one))))];

const tauBench: Read = (text) => [led(listIn(objectIn(parsedJson(text))["traj"]).map((one) => chat(objectIn(one))))];

const openHandsLog: Read = (text) => {
  const log = parsedJson(text);
  if (!isObject(log) || !Array.isArray(log["messages"])) return [];
  return [led(log["messages"].map((one) => chat(objectIn(one))))];
};

const openHandsEvents: Read = (text) => {
  const events = listIn(objectIn(parsedJson(text))["history"]).map(objectIn);
  const messages = events.flatMap((event): readonly JsonObject[] => {
    const { source, action, observation, message, content, args, id, cause } = event;
    if (source === "user" && action === "message")
      return [{ role: "user", content: String(objectIn(args)["content"]) }];
    if (source === "agent" && typeof action === "string" && action !== "system") {
      const called = { id: `call_${id}`, function: { name: action, arguments: JSON.stringify(args) } };
      return [{ role: "assistant", content: String(message), tool_calls: [called] }];
    }
    if (typeof observation !== "string" || observation === "null") return [];
    return [{ role: "tool", tool_call_id: `call_${cause}`, content: String(content) }];
  });
  const first = messages.findIndex(({ role }) => role === "user");
  return [openai(messages.slice(Math.max(0, first)), "You are OpenHands agent.")];
};

/** "#### " begins what the user said, "> " what the tool says itself. */
const aider: Read = (text) =>
  text.split(/^# aider chat started at .*$/m).map((session) => {
    const messages: JsonObject[] = [];
    for (const line of session.split("\n")) {
      if (line.startsWith("> ") || line.trim() === "") continue;
      const role = line.startsWith("#### ") ? "user" : "assistant";
      const last = messages.at(-1);
      if (last?.["role"] === role) messages[messages.length - 1] = { role, content: `${last["content"]}\n${line}` };
      else messages.push({ role, content: line });
    }
    const first = messages.findIndex(({ role }) => role === "user");
    return openai(first < 0 ? [] : messages.slice(first), "Act as an expert software developer.");
  });

const readers: Readonly<Record<string, Read>> = {
  "claude-code-sessions": claudeCode,
  "pi-sessions": pi,
  "swe-agent-traj": sweAgent,
  "tau-bench-gpt4o-airline": tauBench,
  "openhands-llm-logs": openHandsLog,
  "openhands-events": openHandsEvents,
  "aider-chat-history": aider,
};
