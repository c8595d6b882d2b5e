import type { DialectName } from "../core/dialect-name.ts";
import type { MemoryMode } from "../core/memory.ts";
import type { Fallback } from "./fallbacks.ts";
import type { Traits } from "./traits.ts";

/** The formats that a word for one means: `openai` has two. */
export const formatWords = {
  anthropic: ["anthropic"],
  openai: ["openai-chat", "openai-responses"],
  "openai-chat": ["openai-chat"],
  "openai-responses": ["openai-responses"],
  gemini: ["gemini"],
} as const satisfies Record<string, readonly DialectName[]>;

/** How people name a format: `openai` is either of that vendor's. */
export type FormatWord = keyof typeof formatWords;

/** Whether a request is as a rule wants it, and the words for it: `41,200 input tokens > 30,000`. */
export type Fit = { readonly fits: boolean; readonly why: string };

/** One thing that a rule asks of a request. */
export type Condition = (traits: Traits) => Fit;

/** What becomes of a request that a rule is for; null = nothing is said of it. */
export type RouteTo = {
  /** `auto` = the vendor that it speaks to. */
  readonly upstream: string | null;
  readonly model: string | null;
  readonly dialect: FormatWord | null;
  /** Whether the model thinks first, where the client does not say. */
  readonly thinking: boolean | null;
  /** Whether told input tokens are scaled to the window of the model that was asked for; a number is the factor. */
  readonly scaleTokens: boolean | number | null;
  /** How its conversation is treated; see docs/memory.md. */
  readonly memory: MemoryMode | null;
  /** Where it goes instead, if need be. */
  readonly fallback: Fallback | null;
};

/** One rule: the conditions, those first that cost nothing, and what follows. */
export type Route = {
  /** How it is called in `why`: `routes[2] long`. */
  readonly label: string;
  readonly conditions: readonly Condition[];
  readonly to: RouteTo;
};

/** Nothing at all. */
export const nowhere: RouteTo = {
  ...{ upstream: null, model: null, dialect: null, thinking: null },
  ...{ scaleTokens: null, memory: null, fallback: null },
};

/** Whether a rule is for this request; the first condition that is not met ends it. */
export const fit = ({ conditions }: Route, traits: Traits): Fit => {
  const met: string[] = [];
  for (const condition of conditions) {
    const { fits, why } = condition(traits);
    if (!fits) return { fits, why };
    met.push(why);
  }
  return { fits: true, why: met.length === 0 ? "is for every request" : met.join(", ") };
};
