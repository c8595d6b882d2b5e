/** How many tokens a request has, and how many it may have; null = it was not said. */
export type TooLong = { readonly tokens: number | null; readonly maximum: number | null };

/**
 * What a vendor says of a request that is too long for its model; null where it says something else. Vendors speak one
 * another's formats with sentences of their own, so every format asks for all of them.
 */
export const tooLongIn = (message: string): TooLong | null => {
  for (const { shape, tokens, maximum } of sentences) {
    const found = shape.exec(message);
    if (found !== null) return { tokens: numberIn(found, tokens), maximum: numberIn(found, maximum) };
  }
  return null;
};

type Sentence = { readonly shape: RegExp; readonly tokens: number; readonly maximum: number };

/** In each, which group is the length and which the limit; 0 = none. */
const sentences: readonly Sentence[] = [
  { shape: /prompt is too long: ([\d,]+) tokens > ([\d,]+) maximum/i, tokens: 1, maximum: 2 }, // Anthropic
  { shape: /exceed context limit: ([\d,]+) \+ [\d,]+ > ([\d,]+)/i, tokens: 1, maximum: 2 }, // Anthropic, with max_tokens
  // OpenAI, and those who run open models behind its format
  {
    shape: /maximum context length is ([\d,]+) tokens.{0,200}?(?:resulted in|requested)(?: about)? ([\d,]+) tokens/is,
    tokens: 2,
    maximum: 1,
  },
  {
    shape: /token count \(?([\d,]+)\)? exceeds the maximum number of tokens allowed \(?([\d,]+)/i,
    tokens: 1,
    maximum: 2,
  }, // Google
  { shape: /contains ([\d,]+) tokens.{0,200}?([\d,]+) maximum context length/is, tokens: 1, maximum: 2 }, // Mistral
  {
    shape: /prompt is too long|prompt exceeds max length|exceeds? the (?:model's )?context (?:window|length)/i,
    tokens: 0,
    maximum: 0,
  },
  { shape: /maximum context length|exceeds the maximum number of tokens allowed/i, tokens: 0, maximum: 0 },
];

const numberIn = (found: RegExpExecArray, group: number): number | null => {
  const digits = group === 0 ? undefined : found[group];
  return digits === undefined ? null : Number(digits.replaceAll(",", ""));
};
