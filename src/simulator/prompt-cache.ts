import type { DialectName } from "./conversation.ts";
import { isObject, type JsonObject, listIn, objectIn, textIn } from "./json-view.ts";
import { tokensInJson, visibleTokens } from "./tokens.ts";

/** How much of an input was read from the vendor's prompt cache and how much was written into it. */
export type CacheBill = { readonly cachedTokens: number; readonly cacheWrittenTokens: number };

/** A bill, and the step that puts the prompt into the cache once it is answered. */
export type CacheEntry = { readonly bill: CacheBill; readonly keep: () => void };

/** Remembers the beginnings of prompts as a vendor does, so that a repeated beginning is billed as cached. */
export type PromptCache = {
  readonly look: (dialect: DialectName, model: string, json: JsonObject, now: number) => CacheEntry;
};

/** A cache for the newest `cap` beginnings, each kept for five minutes after its last use. */
export const promptCache = (cap = 10_000): PromptCache => {
  const lastUse = new Map<string, number>();
  const remember = (key: string, now: number): void => {
    lastUse.delete(key);
    lastUse.set(key, now);
    const oldest = lastUse.size > cap ? lastUse.keys().next().value : undefined;
    if (oldest !== undefined) lastUse.delete(oldest);
  };
  const look: PromptCache["look"] = (dialect, model, json, now) => {
    const isMarked = dialect === "anthropic";
    const beginnings = beginningsOf(stepsOf(dialect, json), `${dialect}/${model}`).filter(
      ({ tokens }) => tokens >= minTokens,
    );
    const written = isMarked ? beginnings.filter(({ marked }) => marked) : beginnings;
    const reach = isMarked ? beginnings.slice(0, beginnings.findLastIndex(({ marked }) => marked) + 1) : beginnings;
    const known = reach.findLast(({ key }) => now - (lastUse.get(key) ?? Number.NEGATIVE_INFINITY) < lifeMs);
    const cachedTokens = known?.tokens ?? 0;
    const cacheWrittenTokens = isMarked ? Math.max(0, (written.at(-1)?.tokens ?? 0) - cachedTokens) : 0;
    const keep = (): void => {
      for (const { key } of known ? [known, ...written] : written) remember(key, now);
    };
    return { bill: { cachedTokens, cacheWrittenTokens }, keep };
  };
  return { look };
};

/** Shorter beginnings are never cached, at any vendor. */
const minTokens = 1024;
const lifeMs = 5 * 60 * 1000;

/** One piece of a prompt, in the order in which vendors put it before the model. */
type Step = { readonly text: string; readonly tokens: number; readonly marked: boolean };

const stepsOf = (dialect: DialectName, json: JsonObject): readonly Step[] => {
  const tools = {
    text: spelled(json.tools),
    tokens: tokensInJson(json.tools),
    marked: listIn(json.tools).some(hasMark),
  };
  if (dialect === "anthropic")
    return [tools, ...stepsIn("system", json.system), ...listIn(json.messages).flatMap(messageSteps)];
  const parts = [
    json.systemInstruction ?? json.system_instruction ?? json.instructions,
    json.messages,
    json.contents,
    json.input,
  ];
  return [tools, ...parts.flatMap((part) => stepsIn("", part))];
};

const messageSteps = (message: unknown): readonly Step[] =>
  stepsIn(textIn(objectIn(message).role), objectIn(message).content);

const stepsIn = (role: string, content: unknown): readonly Step[] => {
  if (content === undefined || content === null) return [];
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [content];
  return blocks.map((block) => ({ text: role + spelled(block), tokens: visibleTokens(block), marked: hasMark(block) }));
};

const hasMark = (value: unknown): boolean => isObject(value) && isObject(value.cache_control);

/** Marks move from turn to turn and are no part of what is cached. */
const spelled = (value: unknown): string =>
  JSON.stringify(value, (name, item: unknown) => (name === "cache_control" ? undefined : item)) ?? "";

type Beginning = { readonly key: string; readonly tokens: number; readonly marked: boolean };

const beginningsOf = (steps: readonly Step[], salt: string): readonly Beginning[] => {
  const hasher = new Bun.CryptoHasher("sha256").update(salt);
  let tokens = 0;
  return steps.map((step) => {
    hasher.update(`${step.text.length}:${step.text}`);
    tokens += step.tokens;
    return { key: hasher.copy().digest("hex"), tokens, marked: step.marked };
  });
};
