/** A letter of a key; in JSON it may be written as an escape, in JSON inside JSON behind several backslashes. */
const letter = String.raw`(?:[A-Za-z0-9_-]|\\{1,9}u00[2-7][0-9a-fA-F])`;

/** A word of a key as it is, or with some of its letters as escapes. */
const word = (text: string): string =>
  [...text].map((one) => String.raw`(?:${one}|\\{1,9}u00${eitherCase(one.charCodeAt(0).toString(16))})`).join("");

const eitherCase = (hex: string): string => hex.replaceAll(/[a-f]/g, (one) => `[${one}${one.toUpperCase()}]`);

/** Where a word begins: also behind an escape of JSON, a URL or a terminal, whose last letter is a word's too (`\\n`, `%3D`, `[31m`). */
const start = String.raw`(?:\b|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2})|(?<=[0-9[]m)|(?<=_))`;

/** Shapes of keys: Anthropic, OpenAI and ours, Google, z.ai, and whatever follows `Bearer`. */
const keyShapes = new RegExp(
  [
    `${start}(?:sk-|pxy_|AIza)[A-Za-z0-9_-]{8,}`,
    String.raw`${start}[0-9a-f]{32}\.[A-Za-z0-9]{16}\b`,
    String.raw`${start}Bearer(?:\s|\\{1,9}[nrt]|%20){1,9}[^\s"\\]{8,}`,
  ].join("|"),
  "g",
);

/** The same headers in other words; in prose these words mean something else, so more has to be there. */
const otherHeaders =
  /(\b[Bb](?:earer|EARER)\s{1,9})(?=[^\s"\\]*\d)[^\s"\\]{16,}|(\b[Aa]uthorization["'\\:=\s]{1,9}[Bb]asic\s{1,9})[A-Za-z0-9+/=_-]{8,}/g;

/** Looking for these takes longer, and hardly any text has such escapes. */
const escapedShapes = new RegExp(
  ["sk-", "pxy_", "AIza"].map((prefix) => `${word(prefix)}${letter}{8,}`).join("|"),
  "g",
);

/** A letter, digit, `-` or `_` that nobody has to escape. */
const oddEscape = /\\u00(?:2[dD]|3\d|[46][1-9a-fA-F]|[57][\daA]|5[fF])/;
const escapes = /\\{1,9}u00([0-9a-fA-F]{2})/g;

/** A key as people may see it: how it begins where that tells the vendor, and its last four characters. */
export const shownKey = (key: string): string => {
  const start = /^(?:Bearer\s+)?(?:sk-ant-|sk-|pxy_|AIza)?/.exec(key)?.[0] ?? "";
  return key.length < start.length + 12 ? `${start}...` : `${start}...${key.slice(-4)}`;
};

/** A text without keys: the net under everything that is written, not the method that keeps keys out. */
export const redacted = (text: string): string => {
  const clean = text
    .replaceAll(keyShapes, (key) => shownKey(key))
    .replaceAll(otherHeaders, (_, bearer: string | undefined, basic: string | undefined) => `${bearer ?? basic}...`);
  return oddEscape.test(clean) ? clean.replaceAll(escapedShapes, (key) => shownKey(unescaped(key))) : clean;
};

/** The beginning of a text without a key that its end has cut in two; of the other shapes a half is still one. */
export const withoutHalfKey = (text: string): string => text.replace(/(?<=[0-9a-f]{32}\.)[A-Za-z0-9]{1,15}$/, "");

const unescaped = (key: string): string =>
  key.replaceAll(escapes, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
