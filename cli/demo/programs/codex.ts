import type { Scene } from "../stage.ts";
import { type Agent, converse, shortTalk } from "./conversation.ts";
import type { Seen } from "./http.ts";
import { listAt, parsed, textAt } from "./json.ts";
import { beginning } from "./words.ts";

/** A coding agent that speaks OpenAI's Responses: keeps nothing at the vendor, sends sealed reasoning back as it came. */
export const codexAgent: Agent = {
  question: (text) => ({ type: "message", role: "user", content: [{ type: "input_text", text }] }),
  ask: ({ session, system }, input) => ({
    path: "/v1/responses",
    headers: {
      "user-agent": "codex_exec/0.169.0 (demo)",
      authorization: "Bearer demo-key",
      ...(session === null ? {} : { "session-id": session }),
    },
    body: {
      model: "gpt-5-codex",
      stream: true,
      store: false,
      include: ["reasoning.encrypted_content"],
      reasoning: { effort: "medium", summary: "auto" },
      ...(system === "" ? {} : { instructions: system }),
      tools: [
        { type: "function", name: "shell", description: "Runs a command", strict: false, parameters: commandSchema },
      ],
      input,
    },
  }),
  answered: (seen) => outputOf(seen),
  toolResult: (seen, output) => {
    const call = outputOf(seen).find((item) => textAt(item, "type") === "function_call");
    return call === undefined ? null : { type: "function_call_output", call_id: textAt(call, "call_id"), output };
  },
  told: (seen) => told(seen),
};

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

/** One question and its answer. */
export const codex = (question: string, toolSays: string): Scene => converse(codexAgent, shortTalk(question, toolSays));
