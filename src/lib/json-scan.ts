import { backslash, colon, quote, skipSpace, stringEnd, textBetween } from "./json-bytes.ts";

/** A value found at the top level of a JSON object: a string, a boolean, or null for anything else. */
export type Scalar = string | boolean | null;

/** What a scan has found, and which names it found more than once with different values. */
export type Found<Name extends string> = {
  readonly found: Partial<Record<Name, Scalar>>;
  readonly ambiguous: readonly Name[];
};

/**
 * Finds a few fields of a JSON object without parsing it: strings are skipped natively, so a megabyte of conversation
 * costs microseconds. Reads leniently and never throws; of a duplicate key the last counts, as in JSON.parse.
 */
export const scanTopLevel = <Name extends string>(bytes: Uint8Array, names: readonly Name[]): Found<Name> => {
  const scan: Scan<Name> = { found: {}, ambiguous: [] };
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === quote) {
      const end = stringEnd(bytes, at);
      if (end < 0) return scan;
      if (depth === 1) readField(bytes, at, end, names, scan);
      at = end;
    }
  }
  return scan;
};

type Scan<Name extends string> = { readonly found: Partial<Record<Name, Scalar>>; readonly ambiguous: Name[] };

/** Keeps the value behind the string from `start` to `end`, where that is a key that is looked for. */
const readField = <Name extends string>(
  bytes: Uint8Array,
  start: number,
  end: number,
  names: readonly Name[],
  { found, ambiguous }: Scan<Name>,
): void => {
  for (const name of names) {
    if (!isText(bytes, start + 1, end, name) && !isEscapedText(bytes, start + 1, end, name)) continue;
    const next = skipSpace(bytes, end + 1);
    if (bytes[next] !== colon) continue;
    const value = scalarAt(bytes, skipSpace(bytes, next + 1));
    if (name in found && found[name] !== value) ambiguous.push(name);
    found[name] = value;
  }
};

const isText = (bytes: Uint8Array, from: number, to: number, text: string): boolean => {
  if (to - from !== text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[from + index] !== text.charCodeAt(index)) return false;
  }
  return true;
};

/** Whether it is this text with some of its signs escaped: `mod\u0065l` is `model` to whoever parses it. */
const isEscapedText = (bytes: Uint8Array, from: number, to: number, text: string): boolean => {
  if (to - from <= text.length || to - from > longestEscape * text.length) return false;
  for (let at = from; at < to; at++) if (bytes[at] === backslash) return textBetween(bytes, from, to) === text;
  return false;
};

/** `\u0065` */
const longestEscape = 6;

const scalarAt = (bytes: Uint8Array, at: number): Scalar => {
  if (bytes[at] === quote) {
    const end = stringEnd(bytes, at);
    return end < 0 ? null : textBetween(bytes, at + 1, end);
  }
  if (isText(bytes, at, at + 4, "true")) return true;
  if (isText(bytes, at, at + 5, "false")) return false;
  return null;
};
