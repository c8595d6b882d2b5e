import { redacted } from "../lib/redact.ts";

/** No vendor has a longer name for a model. */
const longest = 256;

/**
 * The name of a model; null for what is too long to be one. Names are kept and told in many places, so that a key that
 * somebody has put there is none any more.
 */
export const modelName = (said: string | null): string | null =>
  said === null || said.length > longest ? null : redacted(said);
