import { redacted } from "../../lib/redact.ts";

/** Names whose values are nobody's business. */
const secretName = /key|token|secret|password|credential|redis_url|ledger_url/i;

/** Longer than that, a value tells nothing more. */
const longest = 80;

/** A value as an error may quote it: short, and without anything that could be a key. */
export const shownValue = (name: string, value: unknown): string => {
  if (secretName.test(name.slice(name.lastIndexOf(".") + 1))) return "a value that is not shown";
  return cut(masked(typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value))));
};

/** A text without keys, also where one follows other letters: what people write has no word boundaries. */
export const withoutKeys = (text: string): string =>
  redacted(text).replaceAll(/(?:sk-|pxy_|AIza)[A-Za-z0-9_-]{8,}/g, "...");

/** A line of a file as an error may quote it: what follows a secret's name is left out. */
export const shownLine = (line: string): string => {
  const [, name = "", rest = ""] = /^(\s*(?:-\s+)?["']?[\w.-]+["']?\s*[:=])(.*)$/.exec(line) ?? [];
  const open = secretName.test(name) && rest.trim() !== "" ? `${name} ...` : line;
  return cut(masked(JSON.stringify(open).slice(1, -1)));
};

/** Keys of known shapes, whatever stands in a URL beside its address, and long words with digits in them. */
const masked = (text: string): string =>
  withoutKeys(text)
    .replaceAll(/\/\/[^/@\s"]*@/g, "//...@")
    .replaceAll(/\?[^\s"]*/g, "?...")
    .replaceAll(/[A-Za-z0-9_+=-]{16,}/g, (word) => (/\d/.test(word) ? "..." : word));

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}...`);
