import type { Block, Chat, Message } from "../../src/core/chat.ts";
import type { Destination } from "../../src/core/translation.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../src/dialects/openai-responses/index.ts";
import { anthropic as anthropicVendor } from "../../src/providers/anthropic.ts";
import { google } from "../../src/providers/google.ts";
import { mistral } from "../../src/providers/mistral.ts";
import { openai } from "../../src/providers/openai.ts";
import { zai } from "../../src/providers/zai.ts";
import type { Step } from "../../src/translation/request/step.ts";
import { destinationOf } from "./destinations.ts";

/** Where the steps of a translation are tried. */
export const to = {
  anthropic: destinationOf(anthropicVendor, "anthropic"),
  openai: destinationOf(openai, "openai-chat"),
  responses: destinationOf(openai, "openai-responses"),
  mistral: destinationOf(mistral, "openai-chat"),
  zai: destinationOf(zai, "openai-chat"),
  zaiMessages: destinationOf(zai, "anthropic"),
  gemini: destinationOf(google, "gemini", { model: "gemini-2.5-flash" }),
  gemini3: destinationOf(google, "gemini", { model: "gemini-3-pro" }),
} as const;

/** What clients of each format say. */
export const from = {
  anthropic: (messages: readonly unknown[], rest: object = {}) => anthropic.readRequest({ messages, ...rest }, ""),
  chat: (messages: readonly unknown[]) => openaiChat.readRequest({ messages }, ""),
  responses: (input: readonly unknown[]) => openaiResponses.readRequest({ input }, ""),
  gemini: (contents: readonly unknown[]) => gemini.readRequest({ contents }, ""),
} as const;

/** What some steps, one after the other, make of a conversation. */
export const after = (steps: readonly Step[], chat: Chat, destination: Destination) => {
  let changed = chat;
  const rules: string[] = [];
  for (const step of steps) {
    const { chat: next, losses } = step(changed, destination);
    changed = next;
    rules.push(...losses.map(({ rule, count }) => `${rule} ${count}`));
  }
  return { chat: changed, rules, said: saidIn(changed.messages) };
};

/** Messages in short: who says what. */
export const saidIn = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ role, blocks }) => `${role}: ${blocks.map(inShort).join(" | ")}`);

const inShort = (block: Block): string => {
  switch (block.type) {
    case "text":
    case "refusal":
      return block.text;
    case "thinking":
      return `thought(${block.text},${block.signature})`;
    case "media":
      return `${block.kind}(${block.source.type})`;
    case "tool-call":
      return `call(${block.id},${block.name}${block.signature === null ? "" : `,${block.signature}`})`;
    case "tool-result":
      return `result(${block.callId}${block.isError ? ",error" : ""}: ${block.blocks.map(inShort).join(" | ")})`;
    default:
      return block.type;
  }
};
