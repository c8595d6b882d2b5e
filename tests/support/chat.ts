import type { Block, Chat, Message, Part, Role } from "../../src/core/chat.ts";

/** What every part has where nothing is special about it. */
export const part: Part = { extras: {}, origin: null };

/** A conversation that says nothing but this. */
export const chatOf = (said: Partial<Chat>): Chat => ({
  ...part,
  model: null,
  stream: false,
  system: [],
  messages: [],
  tools: [],
  toolChoice: null,
  sampling: {
    maxTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    stop: [],
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    candidates: null,
  },
  reasoning: null,
  format: null,
  continues: null,
  ...said,
});

/** A message of these blocks. */
export const messageOf = (role: Role, ...blocks: readonly Block[]): Message => ({ ...part, role, name: null, blocks });

export const textOf = (text: string): Block => ({ ...part, type: "text", text });

export const thoughtOf = (text: string): Block => ({
  ...part,
  type: "thinking",
  text,
  signature: "s",
  isSealed: false,
});

export const callOf = (name: string, json: unknown): Block => ({
  ...part,
  type: "tool-call",
  id: "c1",
  name,
  input: { json },
  signature: null,
  isServerSide: false,
});

export const resultOf = (...blocks: readonly Block[]): Block => ({
  ...part,
  type: "tool-result",
  callId: "c1",
  name: null,
  blocks,
  isError: false,
  isServerSide: false,
});
