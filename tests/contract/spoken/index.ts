import { spokenAnthropic } from "./anthropic.ts";
import { spokenGemini } from "./gemini.ts";
import { spokenOpenaiChat } from "./openai-chat.ts";
import { spokenOpenaiResponses } from "./openai-responses.ts";
import type { Spoken } from "./spoken.ts";
import { spokenUnified } from "./unified.ts";

/** Every format whose words can be read and written. */
export const spoken: readonly Spoken[] = [
  spokenAnthropic,
  spokenGemini,
  spokenOpenaiChat,
  spokenOpenaiResponses,
  spokenUnified,
];
