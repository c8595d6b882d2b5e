import type { DialectName } from "../../../src/core/dialect-name.ts";
import type { JsonObject } from "../../../src/lib/json.ts";
import { anthropicProblems } from "./anthropic.ts";
import { chatProblems } from "./chat.ts";
import { geminiProblems } from "./gemini.ts";
import { responsesProblems } from "./responses.ts";

/** What the vendor of a format would refuse in the messages of a request, by its documents; empty = nothing. */
export const problemsIn: Readonly<Record<Exclude<DialectName, "unified">, (body: JsonObject) => readonly string[]>> = {
  anthropic: anthropicProblems,
  "openai-chat": chatProblems,
  "openai-responses": responsesProblems,
  gemini: geminiProblems,
};
