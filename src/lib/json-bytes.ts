/** Signs of JSON as bytes. */
export const quote = 0x22;
/** Makes the sign behind it another one. */
export const backslash = 0x5c;
/** Between a name and its value. */
export const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** A member of an object or a list: where it is, its name included, and where its value begins. */
export type Member = {
  /** Null in a list. */
  readonly name: string | null;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** What is inside it, where that was asked for and it is whole. */
  readonly inside?: Container;
};

/** An object or a list: the index behind its opening sign, its members in their order, and that of its closing sign. */
export type Container = {
  readonly isList: boolean;
  readonly start: number;
  readonly members: readonly Member[];
  readonly end: number;
};

/** Which members are looked into, and which of theirs in turn; null = this one is not. Of a list by their positions. */
export type Look = (step: string | number) => Look | null;

/** Looks into nothing. */
export const noLook: Look = () => null;

/**
 * The object or list that begins here; null where none does, or where it is not whole. Only members that `look` names are
 * looked into: so that nothing is gone through twice.
 */
export const containerAt = (bytes: Uint8Array, at: number, look: Look = noLook): Container | null => {
  const isList = bytes[at] === openBracket;
  if (!isList && bytes[at] !== openBrace) return null;
  const close = isList ? closeBracket : closeBrace;
  const members: Member[] = [];
  let next = skipSpace(bytes, at + 1);
  if (bytes[next] === close) return { isList, start: at + 1, members, end: next };
  for (;;) {
    const member = memberAt(bytes, next, isList ? members.length : null, look);
    if (member === null) return null;
    members.push(member);
    next = skipSpace(bytes, member.end);
    if (bytes[next] === close) return { isList, start: at + 1, members, end: next };
    if (bytes[next] !== comma) return null;
    next = skipSpace(bytes, next + 1);
  }
};

const memberAt = (bytes: Uint8Array, start: number, position: number | null, look: Look): Member | null => {
  const named = position === null ? nameAt(bytes, start) : { name: null, valueStart: start };
  if (named === null) return null;
  const within = look(named.name ?? position ?? 0);
  const inside = within === null ? null : containerAt(bytes, named.valueStart, within);
  if (inside !== null) return { ...named, start, end: inside.end + 1, inside };
  const end = valueEnd(bytes, named.valueStart);
  return end < 0 ? null : { ...named, start, end };
};

const nameAt = (bytes: Uint8Array, start: number): Pick<Member, "name" | "valueStart"> | null => {
  const end = bytes[start] === quote ? stringEnd(bytes, start) : -1;
  if (end < 0) return null;
  const name = textBetween(bytes, start + 1, end);
  const separator = skipSpace(bytes, end + 1);
  return name === null || bytes[separator] !== colon ? null : { name, valueStart: skipSpace(bytes, separator + 1) };
};

/** The index behind the value that begins here; -1 where it never ends. Looks no closer than it must. */
export const valueEnd = (bytes: Uint8Array, start: number): number => {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at = stringEnd(bytes, at);
      if (at < 0) return -1;
      if (depth === 0) return at + 1;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) return at > start ? at : -1;
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || isSpace(byte))) return at > start ? at : -1;
  }
  return depth === 0 && bytes.length > start ? bytes.length : -1;
};

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The index of the quote that ends the string which begins at `start`; -1 when it never ends. */
export const stringEnd = (bytes: Uint8Array, start: number): number => {
  let end = bytes.indexOf(quote, start + 1);
  while (end > 0 && isEscaped(bytes, end)) end = bytes.indexOf(quote, end + 1);
  return end;
};

const isEscaped = (bytes: Uint8Array, at: number): boolean => {
  let slashes = 0;
  while (bytes[at - 1 - slashes] === backslash) slashes++;
  return slashes % 2 === 1;
};

/** The index of the first sign from here on that is no white space. */
export const skipSpace = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
};

const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // inside a text the mark is a sign like any other

/** What the signs of a string between its quotes mean; null where they mean nothing. */
export const textBetween = (bytes: Uint8Array, from: number, to: number): string | null => {
  const text = decoder.decode(bytes.subarray(from, to));
  if (!text.includes("\\")) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === "string" ? value : null;
  } catch {
    return null; // a broken string names nothing; the vendor will say what is wrong with it
  }
};
