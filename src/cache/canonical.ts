import { isUtf8 } from "node:buffer";
import { parsedJson } from "../lib/json.ts";

/** A JSON object in the one spelling that all its spellings have, and the values of its own members. */
export type Canonical = {
  readonly text: string;
  /** Each member's value by its name, as it was written. */
  readonly fields: ReadonlyMap<string, string>;
  /** Whether it says one of its own names twice, in whatever case. */
  readonly repeats: boolean;
};

/** Deeper or with more parts than any request is: to sort them would keep all others waiting. */
const mostDepth = 200;
const mostParts = 50_000;

/**
 * The order of names and the white space between signs mean nothing, and all else is left as it is: numbers by their
 * digits, texts by their spelling. A name that is there twice stays twice and in its order, also where only the case
 * differs, because readers differ in which of them they take. Null where it is no JSON object, or too intricate.
 */
export const canonicalOf = (bytes: Uint8Array): Canonical | null => {
  if (!isUtf8(bytes)) return null; // readers would take different bytes for the same sign
  const text = decoder.decode(bytes);
  try {
    const reading: Reading = { text, parts: 0 };
    const whole = objectAt(reading, skipSpace(text, 0), 0);
    if (skipSpace(text, whole.end) !== text.length) return null;
    const fields = new Map(whole.members.map(({ name, from, to }) => [name, text.slice(from, to)]));
    return { text: whole.text, fields, repeats: repeats(whole.members) };
  } catch (thrown) {
    if (thrown instanceof NotCanonical) return null;
    throw thrown;
  }
};

const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // a mark in front is no JSON

class NotCanonical extends Error {}

type Reading = { readonly text: string; parts: number };

/** A value in its one spelling, and where it ends in the text that was given. */
type Value = { readonly text: string; readonly end: number };

type Member = {
  readonly name: string;
  /** The name as readers who care for no case see it: what is alike here stays in its order. */
  readonly folded: string;
  readonly text: string;
  /** Where its value is. */
  readonly from: number;
  readonly to: number;
};

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const [openBrace, closeBrace] = [0x7b, 0x7d];
const [openBracket, closeBracket] = [0x5b, 0x5d];

const valueAt = (reading: Reading, start: number, depth: number): Value => {
  reading.parts++;
  if (depth > mostDepth || reading.parts > mostParts) throw new NotCanonical();
  const { text } = reading;
  const first = text.charCodeAt(start);
  if (first === openBrace) return objectAt(reading, start, depth);
  if (first === openBracket) return listAt(reading, start, depth);
  const end = first === quote ? stringEnd(text, start) : wordEnd(text, start);
  return { text: text.slice(start, end), end };
};

/** Behind the quote that ends the string which begins here. */
const stringEnd = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) throw new NotCanonical();
  return end + 1;
};

const isEscaped = (text: string, at: number): boolean => {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
};

/** Behind a number or a word. What is neither is no JSON. */
const wordEnd = (text: string, start: number): number => {
  word.lastIndex = start;
  if (!word.test(text)) throw new NotCanonical();
  return word.lastIndex;
};

const word = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const listAt = (reading: Reading, start: number, depth: number): Value => {
  let text = "[";
  const end = membersOf(reading.text, start, closeBracket, (at) => {
    const item = valueAt(reading, at, depth + 1);
    text += text === "[" ? item.text : `,${item.text}`;
    return item.end;
  });
  return { text: `${text}]`, end };
};

const objectAt = (reading: Reading, start: number, depth: number): Value & { readonly members: readonly Member[] } => {
  if (reading.text.charCodeAt(start) !== openBrace) throw new NotCanonical();
  const members: Member[] = [];
  const end = membersOf(reading.text, start, closeBrace, (at) => {
    const member = memberAt(reading, at, depth);
    members.push(member);
    return member.to;
  });
  members.sort(byFolded);
  return { text: `{${members.map(({ text }) => text).join(",")}}`, end, members };
};

/** Goes through what stands between commas; gives the index behind the closing sign. */
const membersOf = (text: string, start: number, close: number, take: (at: number) => number): number => {
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === close) return at + 1;
  for (;;) {
    at = skipSpace(text, take(at));
    const sign = text.charCodeAt(at);
    if (sign === close) return at + 1;
    if (sign !== comma) throw new NotCanonical();
    at = skipSpace(text, at + 1);
  }
};

const memberAt = (reading: Reading, start: number, depth: number): Member => {
  const { text } = reading;
  if (text.charCodeAt(start) !== quote) throw new NotCanonical();
  const nameEnd = stringEnd(text, start);
  const spelled = text.slice(start, nameEnd);
  const name = spelled.includes("\\") ? parsedJson(spelled) : spelled.slice(1, -1);
  const separator = skipSpace(text, nameEnd);
  if (typeof name !== "string" || text.charCodeAt(separator) !== colon) throw new NotCanonical();
  const from = skipSpace(text, separator + 1);
  const value = valueAt(reading, from, depth + 1);
  const folded = name.toUpperCase().toLowerCase();
  return { name, folded, text: `${spelled}:${value.text}`, from, to: value.end };
};

/** A sort that leaves in its order what is alike. */
const byFolded = (one: Member, other: Member): number =>
  one.folded < other.folded ? -1 : one.folded > other.folded ? 1 : 0;

const repeats = (members: readonly Member[]): boolean =>
  members.some(({ folded }, at) => folded === members[at - 1]?.folded);

/** The index of the first sign from here on that is no white space. */
const skipSpace = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const sign = text.charCodeAt(at);
    if (sign !== 0x20 && sign !== 0x0a && sign !== 0x0d && sign !== 0x09) return at;
    at++;
  }
};
