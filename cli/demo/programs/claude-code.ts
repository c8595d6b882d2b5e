import type { Scene } from "../stage.ts";
import { type Agent, converse, shortTalk } from "./conversation.ts";
import type { Ask, Seen } from "./http.ts";
import { at, parsed, textAt } from "./json.ts";
import { beginning } from "./words.ts";

/** What stands in a request beside its messages. */
type More = { readonly session?: string | null; readonly system?: string; readonly fault?: string };

/** A request as Claude Code writes it; `fault` asks the simulated vendor for trouble. */
export const anthropicAsk = (messages: readonly unknown[], { session = null, system = "", fault }: More = {}): Ask => ({
  path: "/v1/messages?beta=true",
  headers: {
    "user-agent": "claude-cli/2.1.329 (demo)",
    "x-api-key": "demo-key",
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "interleaved-thinking-2025-05-14",
    ...(session === null ? {} : { "x-claude-code-session-id": session }),
    ...(fault === undefined ? {} : { "x-sim-fault": fault }),
  },
  body: {
    model: "claude-sonnet-4-6",
    max_tokens: 8192,
    stream: true,
    thinking: { type: "enabled", budget_tokens: 1024 },
    system: [
      { type: "text", text: `You are a coding agent of the demo.${system}`, cache_control: { type: "ephemeral" } },
    ],
    tools: [{ name: "Bash", description: "Runs a command", input_schema: commandSchema }],
    messages: withMark(messages),
  },
});

const commandSchema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

/** The end of the conversation so far is marked, for the vendor to keep all up to it. */
const withMark = (messages: readonly unknown[]): readonly unknown[] => {
  const last = messages.at(-1);
  const content = at(last, "content");
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [{ type: "text", text: content }];
  const marked = { ...Object(blocks.at(-1)), cache_control: { type: "ephemeral" } };
  return [...messages.slice(0, -1), { ...Object(last), content: [...blocks.slice(0, -1), marked] }];
};

/** The answer's blocks, put together from its events the way the SDK does it, ready to be sent back. */
export const contentOf = ({ events }: Seen): readonly Readonly<Record<string, unknown>>[] => {
  const blocks: Record<string, unknown>[] = [];
  let json = "";
  for (const { name, data } of events) {
    const event = parsed(data);
    if (name === "content_block_start") blocks.push({ ...Object(at(event, "content_block")) });
    if (name === "content_block_stop" && json !== "") {
      blocks[blocks.length - 1] = { ...blocks.at(-1), input: parsed(json) };
      json = "";
    }
    const block = blocks.at(-1);
    if (name !== "content_block_delta" || block === undefined) continue;
    json += textAt(event, "delta", "partial_json");
    for (const field of ["text", "thinking", "signature"] as const) {
      const piece = textAt(event, "delta", field);
      if (piece !== "") block[field] = textAt(block, field) + piece;
    }
  }
  return blocks;
};

/** What the model did, in a few words. */
export const told = (seen: Seen): string => {
  const blocks = contentOf(seen);
  const thought = blocks.some((block) => textAt(block, "type") === "thinking") ? "thought, " : "";
  const call = blocks.find((block) => textAt(block, "type") === "tool_use");
  if (call !== undefined) return `${thought}called ${textAt(call, "name")}: ${textAt(call, "input", "command")}`;
  const text = blocks.map((block) => textAt(block, "text")).join("");
  return `${thought}said: ${beginning(text)}`;
};

/** A coding agent that speaks Anthropic's format: asks, gets a tool call, sends what the tool said, gets the answer. */
export const claude: Agent = {
  question: (content) => ({ role: "user", content }),
  ask: (talk, history) => anthropicAsk(history, talk),
  answered: (seen) => [{ role: "assistant", content: contentOf(seen) }],
  toolResult: (seen, content) => {
    const call = contentOf(seen).find((block) => textAt(block, "type") === "tool_use");
    if (call === undefined) return null;
    return { role: "user", content: [{ type: "tool_result", tool_use_id: textAt(call, "id"), content }] };
  },
  told,
};

/** One question and its answer. */
export const claudeCode = (question: string, toolSays: string): Scene =>
  converse(claude, shortTalk(question, toolSays));

/** A request of the same agent whose answer is long. */
export const longAnswer = (words: number): Ask => anthropicAsk([{ role: "user", content: `say ${words} words` }]);
