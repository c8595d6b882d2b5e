import type { Dialect } from "../../core/dialect.ts";
import { writeError, writeStreamError } from "./errors.ts";
import { readStream } from "./events.ts";
import { eventReader } from "./read-events.ts";
import { readUsage } from "./usage.ts";
import { eventWriter } from "./write-events.ts";

/** Anthropic messages: `POST /v1/messages`, with or without `?beta=true`. */
export const anthropic: Dialect = {
  name: "anthropic",
  speaks: (path) => path.endsWith("/v1/messages"),
  eventReader,
  eventWriter,
  readUsage,
  readStream,
  writeError,
  writeStreamError,
};
