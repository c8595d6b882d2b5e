import type { Ask, Seen } from "./http.ts";
import { listAt, parsed, textAt } from "./json.ts";
import type { Scene } from "./stage.ts";
import { beginning } from "./words.ts";

/** A coding agent that speaks OpenAI's Responses: keeps nothing at the vendor, sends sealed reasoning back as it came. */
export const codex =
  (question: string, toolSays: string): Scene =>
  async (stage) => {
    const asked = [{ type: "message", role: "user", content: [{ type: "input_text", text: question }] }];
    const first = await stage.play(responsesAsk(asked), told);
    const call = outputOf(first).find((item) => textAt(item, "type") === "function_call");
    if (call === undefined) return;
    await stage.pause(0.02);
    const result = { type: "function_call_output", call_id: textAt(call, "call_id"), output: toolSays };
    await stage.play(responsesAsk([...asked, ...outputOf(first), result]), told);
  };

const responsesAsk = (input: readonly unknown[]): Ask => ({
  path: "/v1/responses",
  headers: { "user-agent": "codex_exec/0.169.0 (demo)", authorization: "Bearer demo-key" },
  body: {
    model: "gpt-5-codex",
    stream: true,
    store: false,
    include: ["reasoning.encrypted_content"],
    reasoning: { effort: "medium", summary: "auto" },
    tools: [
      { type: "function", name: "shell", description: "Runs a command", strict: false, parameters: commandSchema },
    ],
    input,
  },
});

const commandSchema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

/** The items of the answer, as its last event lists them. */
const outputOf = ({ events }: Seen): readonly unknown[] =>
  listAt(parsed(events.find(({ name }) => name === "response.completed")?.data ?? ""), "response", "output");

const told = (seen: Seen): string => {
  const items = outputOf(seen);
  const thought = items.some((item) => textAt(item, "type") === "reasoning") ? "thought, " : "";
  const call = items.find((item) => textAt(item, "type") === "function_call");
  if (call !== undefined) {
    return `${thought}called ${textAt(call, "name")}: ${textAt(parsed(textAt(call, "arguments")), "command")}`;
  }
  const text = items.map((item) => textAt(item, "content", 0, "text")).join("");
  return `${thought}said: ${beginning(text)}`;
};
