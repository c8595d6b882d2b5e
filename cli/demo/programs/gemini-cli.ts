import type { Scene } from "../stage.ts";
import { type Agent, converse, shortTalk } from "./conversation.ts";
import type { Seen } from "./http.ts";
import { at, listAt, parsed, textAt } from "./json.ts";
import { beginning } from "./words.ts";

/** A coding agent that speaks Google's format: the model is in the path, thought signatures travel in the history. */
export const geminiAgent: Agent = {
  question: (text) => ({ role: "user", parts: [{ text }] }),
  ask: ({ system }, contents) => ({
    path: "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
    headers: { "user-agent": "GeminiCLI/0.61.0/gemini-2.5-pro (demo)", "x-goog-api-key": "demo-key" },
    body: {
      ...(system === "" ? {} : { systemInstruction: { parts: [{ text: system }] } }),
      contents,
      tools: [{ functionDeclarations: [{ name: "run_shell_command", description: "Runs a command", parameters }] }],
      generationConfig: { thinkingConfig: { includeThoughts: true } },
    },
  }),
  answered: (seen) => [{ role: "model", parts: partsOf(seen) }],
  toolResult: (seen, output) => {
    const call = partsOf(seen).find((part) => at(part, "functionCall") !== undefined);
    if (call === undefined) return null;
    const name = textAt(call, "functionCall", "name");
    return { role: "user", parts: [{ functionResponse: { name, response: { output } } }] };
  },
  told: (seen) => told(seen),
};

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

/** One question and its answer. */
export const geminiCli = (question: string, toolSays: string): Scene =>
  converse(geminiAgent, shortTalk(question, toolSays));
