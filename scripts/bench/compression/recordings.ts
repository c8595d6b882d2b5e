import type { Recording } from "../../../src/offline/simulate/recording.ts";
import { type Conversation, recordedConversations } from "../../../tests/support/conversations.ts";
import { replayable } from "../../../tests/support/replay.ts";

/** Every recorded conversation with at least this many answers, once. */
export const recordingsFrom = (env: Readonly<Record<string, string | undefined>>): readonly Recording[] =>
  replayable(recordedConversations(env)).map(recordingOf);

const recordingOf = ({ name, dialect, system, tools, messages }: Conversation): Recording => {
  const isAnthropic = dialect === "anthropic";
  const schema = { input_schema: { type: "object" } }; // none was recorded, and vendors want one
  const named = isAnthropic ? tools.map((tool) => ({ ...tool, ...schema })) : tools;
  const lead = { role: "system", content: system };
  return {
    ...{ name, dialect, list: "messages", isAsked: false },
    head: {
      model: "m",
      ...(isAnthropic ? { max_tokens: 8192, system } : {}),
      ...(named.length === 0 ? {} : { tools: named }),
    },
    items: isAnthropic || system === "" ? messages : [lead, ...messages],
  };
};

/** How many answers of the model's it has. */
export const answersIn = ({ items }: Recording): number => items.filter(({ role }) => role === "assistant").length;

/** The beginning of a conversation, with so many answers. */
export const shortened = (recording: Recording, answers: number): Recording => {
  let left = answers;
  const end = recording.items.findIndex(({ role }) => role === "assistant" && left-- === 0);
  return end < 0 ? recording : { ...recording, items: recording.items.slice(0, end) };
};
