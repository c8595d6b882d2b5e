import { textOrNull } from "../../lib/json.ts";
import { idOf, leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";
import { contentHash } from "../transcript/hash.ts";

/** Letters in a row that are data in letters: base64, hex. A data URI says so itself. */
const data = /(data:[\w.+/-]+;base64,)?([A-Za-z0-9+/_-]{200,}={0,2})/g;

/** A line of a hex dump: where, then bytes. */
const dumped = /^[0-9a-f]{6,8}:? (?: ?[0-9a-f]{2,4}\b){4,}/i;

/** Code that was packed into lines which nobody reads. */
const longLine = 5_000;

/** What is left of such a line. */
const headOfLine = 300;

/** So many lines of a dump are shown. */
const dumpHead = 2;

/**
 * Data that is written in letters becomes a note of what it is: base64, data URIs, hex, dumps, packed code. Keeps: the
 * beginning of each, its length and its hash, and everything around it.
 */
export const blob: Shrinker = {
  name: "blob",
  version: 1,
  isLossy: true,
  from: "balanced",
  maxLength: 1024 * 1024,
  suits: (text, { piece }) => (hasData(text) || isDump(text) || hasLongLine(text) ? { id: idOf(piece.hash) } : null),
  apply: (text, { id }) => {
    const without = withoutDump(withoutPacked(hasData(text) ? text.replaceAll(data, noteOf) : text));
    return without === text ? null : `${without}\n${leftOut("data in letters", textOrNull(id) ?? "")}`;
  },
};

/** So many letters in a row are data. */
const leastData = 200;

/** Whether so many stand in a row anywhere. Looks at the end of each stretch first, so most letters are never looked at. */
const hasData = (text: string): boolean => {
  let from = 0;
  while (from + leastData <= text.length) {
    let at = from + leastData - 1;
    while (at >= from && isDataLetter(text.charCodeAt(at))) at--;
    if (at < from) return true;
    from = at + 1;
  }
  return false;
};

const isDataLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 47 && code <= 57) || (code >= 65 && code <= 90) || isDataSign(code);

/** `+`, `-` and `_`. */
const isDataSign = (code: number): boolean => code === 43 || code === 45 || code === 95;

const hasLongLine = (text: string): boolean => {
  let from = 0;
  while (from + longLine <= text.length) {
    const end = text.lastIndexOf("\n", from + longLine - 1);
    if (end < from) return true;
    from = end + 1;
  }
  return false;
};

const noteOf = (whole: string, uri: string | undefined, letters: string): string => {
  const isHex = /^[0-9a-f]+$/i.test(letters);
  if (uri === undefined && !isHex && !isMixed(letters)) return whole;
  return `${uri ?? ""}${letters.slice(0, 16)}[${isHex ? "hex" : "base64"}, ${sizeOf(whole)}]`;
};

/** Words that are joined by dashes have no digits and capitals all over. */
const isMixed = (letters: string): boolean => {
  const digits = letters.replaceAll(/[^0-9]/g, "").length;
  const capitals = letters.replaceAll(/[^A-Z]/g, "").length;
  return digits > letters.length * 0.02 && capitals > letters.length * 0.1;
};

const sizeOf = (text: string): string => `${text.length} letters, sha256 ${contentHash(text).slice(0, 8)}`;

const withoutPacked = (text: string): string =>
  !hasLongLine(text)
    ? text
    : text
        .split("\n")
        .map((line) => (isPacked(line) ? `${line.slice(0, headOfLine)}[packed code, ${sizeOf(line)}]` : line))
        .join("\n");

/** Prose and JSON have more blanks, or are read by others. */
const isPacked = (line: string): boolean =>
  line.length >= longLine &&
  /^\s*[^\s[{"<]/.test(line) &&
  line.split(" ").length < line.length / 25 &&
  /[;{}()]/.test(line);

const isDump = (text: string): boolean => {
  const [first = "", second = "", third = ""] = text.split("\n", 3);
  return [first, second, third].every((line) => dumped.test(line));
};

const withoutDump = (text: string): string => {
  if (!isDump(text)) return text;
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !dumped.test(line));
  const last = end < 0 ? lines.length : end;
  const note = `[dump of ${last} lines, ${sizeOf(lines.slice(0, last).join("\n"))}]`;
  return [...lines.slice(0, dumpHead), note, ...lines.slice(last)].join("\n");
};
