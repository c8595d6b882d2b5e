import type { DialectName } from "../../../src/core/dialect-name.ts";
import { checkAnthropicStream } from "./anthropic.ts";
import { checkGeminiList, checkGeminiStream } from "./gemini.ts";
import { checkChatStream } from "./openai-chat.ts";
import { checkResponsesStream } from "./openai-responses.ts";
import { Broken } from "./sse.ts";
import { checkUnifiedStream } from "./unified.ts";

const checks: Readonly<Record<DialectName, (text: string, query: string) => void>> = {
  anthropic: checkAnthropicStream,
  "openai-chat": (text) => checkChatStream(text, { wantsUsage: true }),
  "openai-responses": checkResponsesStream,
  gemini: (text, query) => (query.includes("alt=sse") ? checkGeminiStream(text) : checkGeminiList(text)),
  unified: checkUnifiedStream,
};

/** The rule of a format that a stream breaks; null where it keeps them all. */
export const brokenRule = (dialect: DialectName, text: string, query = "alt=sse"): string | null => {
  try {
    checks[dialect](text, query);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
};
