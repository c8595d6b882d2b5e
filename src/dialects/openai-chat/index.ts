import type { Dialect } from "../../core/dialect.ts";
import { objectIn } from "../../lib/json.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { writeError, writeStreamError } from "./errors.ts";
import { eventWriter } from "./event-writer.ts";
import { eventReader, readStream } from "./events.ts";
import { answerHeaders, readFailure, writeFailure } from "./failure.ts";
import { readRequest, writeRequest } from "./request.ts";
import { readUsage } from "./usage.ts";

/** OpenAI chat completions, also spoken by Mistral and z.ai: `POST …/chat/completions`. */
export const openaiChat: Dialect = {
  name: "openai-chat",
  speaks: (path) => path.endsWith("/chat/completions"),
  readRequest,
  writeRequest,
  readAnswer,
  writeAnswer,
  eventReader,
  eventWriter,
  readUsage,
  readFailure,
  readStream,
  writeError,
  writeFailure,
  wantsUsage: ({ extras }) => objectIn(extras["stream_options"])["include_usage"] === true,
  answerHeaders,
  idPrefix: "chatcmpl-",
  writeStreamError,
};
