import type { Dialect } from "../../core/dialect.ts";
import { writeError, writeStreamError } from "./errors.ts";
import { readStream } from "./events.ts";

/** OpenAI chat completions, also spoken by Mistral and z.ai: `POST …/chat/completions`. */
export const openaiChat: Dialect = {
  name: "openai-chat",
  speaks: (path) => path.endsWith("/chat/completions"),
  readStream,
  writeError,
  writeStreamError,
};
