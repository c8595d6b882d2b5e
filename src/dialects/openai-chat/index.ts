import type { Dialect } from "../../core/dialect.ts";
import { writeError, writeStreamError } from "./errors.ts";
import { eventReader, readStream } from "./events.ts";
import { readFailure } from "./failure.ts";
import { readUsage } from "./usage.ts";

/** OpenAI chat completions, also spoken by Mistral and z.ai: `POST …/chat/completions`. */
export const openaiChat: Dialect = {
  name: "openai-chat",
  speaks: (path) => path.endsWith("/chat/completions"),
  readStream,
  eventReader,
  readUsage,
  readFailure,
  writeError,
  writeStreamError,
};
