import type { FormatWord } from "./route.ts";

/** A model's name that ends with the format that is to be spoken: `glm-4.6-openai`. */
export type Suffixed = { readonly model: string; readonly word: Extract<FormatWord, "openai" | "anthropic"> };

/** The name without the ending, and the format that it asks for; null where there is none. */
export const suffixOf = (model: string | null): Suffixed | null => {
  if (model === null) return null;
  // Plain traffic comes by here too: nothing is looked for but the end.
  if (model.endsWith("-openai") && model.length > "-openai".length)
    return { model: model.slice(0, -"-openai".length), word: "openai" };
  if (model.endsWith("-anthropic") && model.length > "-anthropic".length)
    return { model: model.slice(0, -"-anthropic".length), word: "anthropic" };
  return null;
};
