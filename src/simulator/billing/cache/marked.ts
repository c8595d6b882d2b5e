import { isObject, type JsonObject, listIn, objectIn, textIn } from "../../json-view.ts";
import { tokensInJson, visibleTokens } from "../../tokens.ts";
import type { Step } from "./beginnings.ts";

/** How long a marked beginning is kept: 5 minutes, or an hour at a higher price. */
export type Lifetime = "5m" | "1h";

/** A piece of a prompt at whose end the client may have put a mark. */
export type MarkedStep = Step & { readonly mark: Lifetime | null };

/**
 * The pieces of a Messages request in the order tools, system, messages, each with its mark
 * (docs.claude.com/en/docs/build-with-claude/prompt-caching). A mark on the request itself counts for its last piece.
 */
export const markedSteps = (json: JsonObject): readonly MarkedStep[] => {
  const steps = [
    ...listIn(json.tools).map((tool) => stepOf("tool", tool, tokensInJson(tool))),
    ...stepsIn("system", json.system),
    ...listIn(json.messages).flatMap((message) => stepsIn(textIn(objectIn(message).role), objectIn(message).content)),
  ];
  const all = markOf(json);
  return all === null ? steps : steps.map((step, at) => (at === steps.length - 1 ? { ...step, mark: all } : step));
};

const stepsIn = (role: string, content: unknown): readonly MarkedStep[] => {
  if (content === undefined || content === null) return [];
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [{ type: "text", text: content }]; // the same
  return blocks.map((block) => stepOf(role, block, visibleTokens(block)));
};

const stepOf = (role: string, block: unknown, tokens: number): MarkedStep => ({
  text: role + unmarked(block),
  tokens,
  mark: markOf(block),
});

/** The lifetime that a block's mark asks for; null where it has none. */
export const markOf = (block: unknown): Lifetime | null => {
  const mark = isObject(block) ? block.cache_control : null;
  if (!isObject(mark)) return null;
  return mark.ttl === "1h" ? "1h" : "5m";
};

/** A value's JSON without its marks: they move from turn to turn and are no part of what is kept, or sealed. */
export const unmarked = (value: unknown): string =>
  JSON.stringify(value, (name, item: unknown) => (name === "cache_control" ? undefined : item)) ?? "";

/** Shorter beginnings are not kept, by what Anthropic publishes for its models. */
export const minMarkedTokens = (model: string): number => {
  if (/opus-4-[5-9]|haiku-4-[5-9]/.test(model)) return 4096;
  return /sonnet-4-[6-9]|haiku-3/.test(model) ? 2048 : 1024;
};

/** How many pieces before a mark the vendor looks back for a beginning that it has kept. */
export const lookBack = 20;
