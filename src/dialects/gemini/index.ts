import type { Dialect } from "../../core/dialect.ts";
import { writeError, writeStreamError } from "./errors.ts";
import { readStream } from "./events.ts";

/** Gemini: `POST /v1beta/models/M:generateContent` and `:streamGenerateContent`; the model is in the path alone. */
export const gemini: Dialect = {
  name: "gemini",
  speaks: (path) => /\/v1(beta|alpha)?\/models\/[^/]+:(generateContent|streamGenerateContent)$/.test(path),
  readStream,
  writeError,
  writeStreamError,
};
