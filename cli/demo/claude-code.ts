import type { Ask, Seen } from "./http.ts";
import { at, parsed, textAt } from "./json.ts";
import type { Scene } from "./stage.ts";
import { beginning } from "./words.ts";

/** A coding agent that speaks Anthropic's format: asks, gets a tool call, sends what the tool said, gets the answer. */
export const claudeCode =
  (question: string, toolSays: string): Scene =>
  async (stage) => {
    const asked = [{ role: "user", content: question }];
    const first = await stage.play(anthropicAsk(asked), told);
    const call = contentOf(first).find((block) => textAt(block, "type") === "tool_use");
    if (call === undefined) return;
    await stage.pause(0.02);
    const result = { type: "tool_result", tool_use_id: textAt(call, "id"), content: toolSays };
    const turns = [...asked, { role: "assistant", content: contentOf(first) }, { role: "user", content: [result] }];
    await stage.play(anthropicAsk(turns), told);
  };

/** A request of the same agent whose answer is long. */
export const longAnswer = (words: number): Ask => anthropicAsk([{ role: "user", content: `say ${words} words` }]);

/** A request as Claude Code writes it; `fault` asks the simulated vendor for trouble. */
export const anthropicAsk = (messages: readonly object[], fault?: string): Ask => ({
  path: "/v1/messages?beta=true",
  headers: {
    "user-agent": "claude-cli/2.1.329 (demo)",
    "x-api-key": "demo-key",
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "interleaved-thinking-2025-05-14",
    ...(fault === undefined ? {} : { "x-sim-fault": fault }),
  },
  body: {
    model: "claude-sonnet-4-6",
    max_tokens: 8192,
    stream: true,
    thinking: { type: "enabled", budget_tokens: 1024 },
    system: [{ type: "text", text: "You are a coding agent of the demo.", cache_control: { type: "ephemeral" } }],
    tools: [{ name: "Bash", description: "Runs a command", input_schema: commandSchema }],
    messages,
  },
});

const commandSchema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

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
