import type { Dialect } from "../../core/dialect.ts";
import { textOrNull } from "../../lib/json.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { checkRequest } from "./check.ts";
import { readFailure, writeError, writeFailure, writeStreamError } from "./errors.ts";
import { eventReader, eventWriter, readStream } from "./events.ts";
import { readUsage } from "./money.ts";
import { readRequest, writeRequest } from "./request.ts";

/** `POST /v1/chat`: one format for every vendor, with the vendor's name in the body. No vendor speaks it itself. */
export const unified: Dialect = {
  name: "unified",
  speaks: (path) => path === "/v1/chat",
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
  writeStreamError,
  own: { check: checkRequest, addressee: ({ provider }) => textOrNull(provider) },
};
