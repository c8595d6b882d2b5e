import type { Dialect } from "../../core/dialect.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { readFailure, writeError, writeFailure, writeStreamError } from "./errors.ts";
import { readStream, streamForm } from "./events.ts";
import { eventReader } from "./read-events.ts";
import { readRequest } from "./request.ts";
import { readUsage } from "./usage.ts";
import { eventWriter } from "./write-events.ts";
import { writeRequest } from "./write-request.ts";

/** Anthropic messages: `POST /v1/messages`, with or without `?beta=true`. */
export const anthropic: Dialect = {
  name: "anthropic",
  speaks: (path) => path.endsWith("/v1/messages"),
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
  streamForm: () => streamForm,
  idPrefix: "msg_",
  needsSeals: true,
  answerHeaders: {
    requestId: "request-id",
    limits: (thing, what) => `anthropic-ratelimit-${thing}-${what}`,
    resets: "time",
  },
  writeStreamError,
};
