import type { Ask, Seen } from "./http.ts";
import { at, listAt, parsed, textAt } from "./json.ts";
import type { Scene } from "./stage.ts";
import { beginning } from "./words.ts";

/** A coding agent that speaks Google's format: the model is in the path, thought signatures travel in the history. */
export const geminiCli =
  (question: string, toolSays: string): Scene =>
  async (stage) => {
    const asked = [{ role: "user", parts: [{ text: question }] }];
    const first = await stage.play(geminiAsk(asked), told);
    const call = partsOf(first).find((part) => at(part, "functionCall") !== undefined);
    if (call === undefined) return;
    await stage.pause(0.02);
    const name = textAt(call, "functionCall", "name");
    const result = { functionResponse: { name, response: { output: toolSays } } };
    const turns = [...asked, { role: "model", parts: partsOf(first) }, { role: "user", parts: [result] }];
    await stage.play(geminiAsk(turns), told);
  };

const geminiAsk = (contents: readonly object[]): Ask => ({
  path: "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
  headers: { "user-agent": "GeminiCLI/0.61.0/gemini-2.5-pro (demo)", "x-goog-api-key": "demo-key" },
  body: {
    contents,
    tools: [{ functionDeclarations: [{ name: "run_shell_command", description: "Runs a command", parameters }] }],
    generationConfig: { thinkingConfig: { includeThoughts: true } },
  },
});

const parameters = { type: "OBJECT", properties: { command: { type: "STRING" } }, required: ["command"] };

const partsOf = ({ events }: Seen): readonly unknown[] =>
  events.flatMap(({ data }) => listAt(parsed(data), "candidates", 0, "content", "parts"));

const told = (seen: Seen): string => {
  const parts = partsOf(seen);
  const thought = parts.some((part) => at(part, "thought") === true) ? "thought, " : "";
  const call = parts.find((part) => at(part, "functionCall") !== undefined);
  if (call !== undefined) {
    return `${thought}called ${textAt(call, "functionCall", "name")}: ${textAt(call, "functionCall", "args", "command")}`;
  }
  const text = parts.map((part) => (at(part, "thought") === true ? "" : textAt(part, "text"))).join("");
  return `${thought}said: ${beginning(text)}`;
};
