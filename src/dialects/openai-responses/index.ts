import type { Dialect } from "../../core/dialect.ts";
import { writeError } from "../openai-chat/errors.ts";
import { eventReader, readStream, writeStreamError } from "./events.ts";
import { readFailure } from "./failure.ts";
import { readUsage } from "./usage.ts";

/** OpenAI Responses: `POST /v1/responses`. */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  speaks: (path) => path.endsWith("/v1/responses"),
  readStream,
  eventReader,
  readUsage,
  readFailure,
  writeError, // one vendor, one error body for both of its formats
  writeStreamError,
};
