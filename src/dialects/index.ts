import type { Dialect } from "../core/dialect.ts";
import type { DialectName } from "../core/dialect-name.ts";
import { anthropic } from "./anthropic/index.ts";
import { gemini } from "./gemini/index.ts";
import { openaiChat } from "./openai-chat/index.ts";
import { openaiResponses } from "./openai-responses/index.ts";
import { unified } from "./unified/index.ts";

/** Every wire format, in the order in which a path is offered to them. */
export const dialects: readonly Dialect[] = [anthropic, openaiChat, openaiResponses, gemini, unified];

/** The dialect of this name. */
export const dialectNamed = (name: DialectName): Dialect => {
  const found = dialects.find((dialect) => dialect.name === name);
  if (found === undefined) throw new Error(`No dialect is called ${name}.`);
  return found;
};
