import type { Dialect } from "../../core/dialect.ts";
import { writeError } from "../openai-chat/errors.ts";
import { readStream, writeStreamError } from "./events.ts";

/** OpenAI Responses: `POST /v1/responses`. */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  speaks: (path) => path.endsWith("/v1/responses"),
  readStream,
  writeError, // one vendor, one error body for both of its formats
  writeStreamError,
};
