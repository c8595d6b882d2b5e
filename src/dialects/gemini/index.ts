import type { Dialect } from "../../core/dialect.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { readFailure, writeError, writeFailure, writeStreamError } from "./errors.ts";
import { readStream } from "./events.ts";
import { eventReader } from "./read-events.ts";
import { readRequest } from "./request.ts";
import { streamForm } from "./stream-form.ts";
import { readUsage } from "./usage.ts";
import { eventWriter } from "./write-events.ts";
import { writeRequest } from "./write-request.ts";

/** Gemini: `POST /v1beta/models/M:generateContent` and `:streamGenerateContent`; the model is in the path alone. */
export const gemini: Dialect = {
  name: "gemini",
  speaks: (path) => /\/v1(beta|alpha)?\/models\/[^/]+:(generateContent|streamGenerateContent)$/.test(path),
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
  streamForm,
  answersWithMedia: true,
  writeStreamError,
};
