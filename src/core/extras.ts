import type { JsonObject } from "../lib/json.ts";
import type { Part } from "./chat.ts";
import type { DialectName } from "./dialect-name.ts";

/** Whether a part came in this dialect, or from nowhere: then a writer of it may put back what the words do not know. */
export const isOwn = (dialect: DialectName, { origin }: Part): boolean => origin === null || origin.dialect === dialect;

/** The private fields that a writer of this dialect puts back. */
export const extrasFor = (dialect: DialectName, part: Part): JsonObject =>
  isOwn(dialect, part) ? part.extras : nothing;

const nothing: JsonObject = {};
