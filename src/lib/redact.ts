/** Where a word begins: also behind an escape in JSON, whose last letter is a word's too (`\\n`, `\\u0022`). */
const start = String.raw`(?:\b|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4}))`;

/** Shapes of keys: Anthropic, OpenAI and ours, Google, z.ai, and whatever follows `Bearer`. */
const keyShapes = new RegExp(
  [
    `${start}(?:sk-|pxy_|AIza)[A-Za-z0-9_-]{8,}`,
    String.raw`${start}[0-9a-f]{32}\.[A-Za-z0-9]{16}\b`,
    String.raw`${start}Bearer\s+[^\s"\\]{8,}`,
  ].join("|"),
  "g",
);

/** A key as people may see it: how it begins where that tells the vendor, and its last four characters. */
export const shownKey = (key: string): string => {
  const start = /^(?:Bearer\s+)?(?:sk-ant-|sk-|pxy_|AIza)?/.exec(key)?.[0] ?? "";
  return key.length < start.length + 12 ? `${start}...` : `${start}...${key.slice(-4)}`;
};

/** A text without keys: the net under everything that is written, not the method that keeps keys out. */
export const redacted = (text: string): string => text.replaceAll(keyShapes, (key) => shownKey(key));
