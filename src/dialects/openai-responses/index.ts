import type { Dialect } from "../../core/dialect.ts";
import { writeError } from "../openai-chat/errors.ts";
import { answerHeaders, writeFailure } from "../openai-chat/failure.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { eventWriter } from "./event-writer.ts";
import { eventReader, readStream, writeStreamError } from "./events.ts";
import { readFailure } from "./failure.ts";
import { readRequest, writeRequest } from "./request.ts";
import { readUsage } from "./usage.ts";

/** OpenAI Responses: `POST /v1/responses`. */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  speaks: (path) => path.endsWith("/v1/responses"),
  readRequest,
  writeRequest,
  readAnswer,
  writeAnswer,
  eventReader,
  eventWriter,
  readUsage,
  readFailure,
  readStream,
  writeError, // one vendor, one error body for both of its formats
  writeFailure,
  answerHeaders,
  idPrefix: "resp_",
  writeStreamError,
};
