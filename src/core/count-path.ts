import type { DialectName } from "./dialect-name.ts";

/** The formats that have a question for it. */
export type CountedDialect = Extract<DialectName, "anthropic" | "openai-responses" | "gemini">;

/** Where each format's clients ask how many tokens a request would take, without asking for an answer. */
const countPaths: readonly (readonly [path: RegExp, CountedDialect])[] = [
  [/\/v1\/messages\/count_tokens$/, "anthropic"],
  [/\/v1\/responses\/input_tokens$/, "openai-responses"],
  [/\/models\/[^/:]+:countTokens$/, "gemini"],
];

/** The format of the request that a path wants counted; null where it counts nothing. */
export const countedAt = (path: string): CountedDialect | null =>
  countPaths.find(([counts]) => counts.test(path))?.[1] ?? null;
