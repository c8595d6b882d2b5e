import type { Chat, Message } from "../../core/chat.ts";
import type { Dialect, Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import { type JsonObject, parsedJson } from "../../lib/json.ts";
import { containerAt, type Look, type Member, noLook, skipSpace } from "../../lib/json-bytes.ts";
import { quickHashes } from "../../lib/quick-hash.ts";
import { unpacked } from "../../lib/unpacked.ts";
import type { Prompt } from "../../meter/cache-truth/prompt.ts";
import { type ChatSize, joined, sizeOf } from "../../meter/tokens/size.ts";
import { type Head, type HeadPart, headOf, headPartOf } from "./head.ts";
import { Latest } from "./latest.ts";
import type { Root } from "./trail.ts";
import { type Unit, unitOf } from "./unit.ts";

/** What a body tells of its conversation: hashes, sizes and a few small fields. */
export type Reading = {
  readonly root: Root;
  readonly units: readonly Unit[];
  readonly prompt: Prompt;
  readonly size: ChatSize;
  /** Whether its words are those of a call beside the conversation. */
  readonly isBeside: boolean;
  readonly maxTokens: number | null;
  /** The answer or thread at the vendor that it goes on from. */
  readonly continues: string | null;
  /** Its fields that may name the conversation. */
  readonly fields: JsonObject;
  /** Where its messages stand. */
  readonly list: MessageList;
};

/** A list of messages in a body: the name of its field, and where each of them begins and ends in the bytes. */
export type MessageList = { readonly bytes: Uint8Array; readonly name: string; readonly spans: readonly Span[] };

/** What the small fields tell besides the conversation: most programs send the same ones with each turn. */
type Aside = Pick<Reading, "maxTokens" | "continues" | "fields" | "size">;

/** Fields by which programs name their conversations. */
const naming = ["metadata", "prompt_cache_key", "conversation"] as const;

/**
 * Reads bodies; what it has read once is known again by the hash of its bytes, so each turn only reads what is new. It
 * stops now and then, so that who has to read much need not do it in one go.
 */
export type BodyReader = (exchange: Pick<Exchange, "body" | "dialect" | "path" | "request">) => ReadingOn;

/** A body that is being read; null where there is no conversation in it. */
export type ReadingOn = Generator<undefined, Reading | null>;

/** Reads on to the end. */
export const readToEnd = (reading: ReadingOn): Reading | null => {
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
};

/** So much is read in one go: about a millisecond. */
const sliceBytes = 32 * 1024;

/** What is known needs not be read, only to be found. */
const knownShare = 1 / 16;

/** A larger body is not read: while that is done nothing else has its turn. */
const maxBytes = 32 * 1024 * 1024;

/** Fields that hold the conversation, as the formats call them; the first that is there is it. */
const lists = ["messages", "input", "contents", "prompt"] as const;

/** Fields that hold what leads it. */
const heads = ["system", "instructions", "systemInstruction", "system_instruction", "tools"] as const;

/** A larger field tells nothing that is looked for. */
const smallBytes = 16 * 1024;

/** How many messages, and how many tools and blocks of instructions, are known again. */
const known = { units: 20_000, parts: 5000, asides: 200 } as const;

/** A reader that has read nothing yet. */
export const createBodyReader = (measure: Measure): BodyReader => {
  const units = new Latest<Unit>(known.units);
  const parts = new Latest<HeadPart>(known.parts);
  const asides = new Latest<Aside>(known.asides);
  const hash = quickHashes();
  const makeUnit = (chat: Chat | null, json: unknown): Unit =>
    unitOf(messagesOf(chat), json, sizeOrNone(chat), measure);
  const makePart = (chat: Chat | null): HeadPart => headPartOf(chat ?? nothing, sizeOrNone(chat), measure);
  return function* ({ body, dialect, path, request }) {
    if (body.kind !== "held" || dialect === null) return null;
    const bytes = unpacked(body.bytes, request.headers.get("content-encoding"), maxBytes);
    const outline = bytes === null ? null : fieldsOf(bytes);
    const list = lists.find((name) => outline?.has(name));
    if (bytes === null || outline === null || list === undefined) return null;
    const read = readerOf(dialect, path);
    const open: Open = { bytes, outline, dialect, read, hash, left: sliceBytes };
    const said = yield* elements(open, list, units, makeUnit);
    const led: HeadPart[] = [];
    for (const name of heads) if (outline.has(name)) led.push(...(yield* elements(open, name, parts, makePart)));
    const small = smallFields(outline);
    const key = small.reduce(
      (sum, { name, span }) => `${sum} ${name} ${hash(bytes.subarray(span.start, span.end))}`,
      dialect.name as string,
    );
    const aside = asides.get(key) ?? asides.add(key, asideOf(bytes, small, read));
    const size = joined([aside, ...led, ...said].map((one) => one.size));
    const spans = spansOf(outline.get(list)).map(({ span }) => span);
    return { ...readingOf(headOf(led, leadingOf(said)), said, aside), size, list: { bytes, name: list, spans } };
  };
};

/** A body that is being read, and how much more of it may be read in one go. */
type Open = {
  readonly bytes: Uint8Array;
  readonly outline: ReadonlyMap<string, Field>;
  readonly dialect: Dialect;
  readonly read: Read;
  readonly hash: (bytes: Uint8Array) => string;
  left: number;
};

/** What each element of a field was read as, alone. */
function* elements<Value>(
  open: Open,
  name: string,
  cache: Latest<Value>,
  make: (chat: Chat | null, json: unknown) => Value,
): Generator<undefined, readonly Value[]> {
  const { bytes, outline, dialect, read, hash } = open;
  const values: Value[] = [];
  for (const { span, isListed } of spansOf(outline.get(name))) {
    const key = `${dialect.name} ${name} ${hash(bytes.subarray(span.start, span.end))}`;
    const before = cache.get(key);
    if (before === undefined) {
      const json = valueAt(bytes, span);
      values.push(cache.add(key, make(read(alone(name, json, isListed)), json)));
    } else values.push(before);
    open.left -= (span.end - span.start) * (before === undefined ? 1 : knownShare);
    if (open.left > 0) continue;
    open.left = sliceBytes;
    yield;
  }
  return values;
}

const alone = (name: string, value: unknown, isListed: boolean): JsonObject => ({ [name]: isListed ? [value] : value });

const nothing = { system: [], tools: [] } as const;

const sizeOrNone = (chat: Chat | null): ChatSize => (chat === null ? joined([]) : sizeOf(chat));

type Read = (body: JsonObject) => Chat;

const readerOf =
  ({ readRequest }: Dialect, path: string): Read =>
  (body) =>
    readRequest(body, path);

/** Where a value stands, in bytes; `end` is behind it. */
type Span = { readonly start: number; readonly end: number };

/** A field of a body; where it is a part of the conversation and a list, with its elements. */
type Field = Span & { readonly list: readonly Member[] | null };

/** The fields of a body by name; of a duplicate the last counts, as in JSON.parse. Null where it is no object. */
const fieldsOf = (bytes: Uint8Array): ReadonlyMap<string, Field> | null => {
  const object = containerAt(bytes, skipSpace(bytes, 0), intoConversation);
  if (object === null || object.isList) return null;
  const fields = new Map<string, Field>();
  for (const member of object.members)
    fields.set(member.name ?? "", { start: member.valueStart, end: member.end, list: listIn(member) });
  return fields;
};

/** The elements of a list; null where a field is none. */
const listIn = ({ inside }: Member): readonly Member[] | null => (inside?.isList === true ? inside.members : null);

const valueIn = ({ valueStart, end }: Member): Span => ({ start: valueStart, end });

/** Each element of a list alone, as if it were all that there is; where a format has one text instead of a list, that. */
const spansOf = (field: Field | undefined): readonly { readonly span: Span; readonly isListed: boolean }[] => {
  if (field === undefined) return [];
  if (field.list === null) return [{ span: field, isListed: false }];
  return field.list.map((member) => ({ span: valueIn(member), isListed: true }));
};

/** The value that stands there. */
export const valueAt = (bytes: Uint8Array, span: Span): unknown => parsedJson(textAt(bytes, span));

const textAt = (bytes: Uint8Array, { start, end }: Span): string => decoder.decode(bytes.subarray(start, end));

const decoder = new TextDecoder();

/** What one element says; some formats take instructions out of their messages. */
const messagesOf = (chat: Chat | null): readonly Message[] => {
  if (chat === null) return [];
  if (chat.system.length === 0) return chat.messages;
  return [{ role: "system", name: null, blocks: chat.system, extras: {}, origin: null }, ...chat.messages];
};

type SmallField = { readonly name: string; readonly span: Span };

const smallFields = (outline: ReadonlyMap<string, Field>): readonly SmallField[] => {
  const small: SmallField[] = [];
  for (const [name, span] of outline)
    if (span.end - span.start <= smallBytes && !conversational.has(name)) small.push({ name, span });
  return small;
};

const conversational: ReadonlySet<string> = new Set([...heads, ...lists]);

const intoConversation: Look = (name) => (typeof name === "string" && conversational.has(name) ? noLook : null);

const asideOf = (bytes: Uint8Array, small: readonly SmallField[], read: Read): Aside => {
  const fields: JsonObject = Object.fromEntries(small.map(({ name, span }) => [name, valueAt(bytes, span)]));
  const chat = read(fields);
  return {
    maxTokens: chat.sampling.maxTokens,
    continues: chat.continues,
    size: sizeOf(chat),
    fields: Object.fromEntries(naming.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name]]] : []))),
  };
};

const readingOf = (head: Head, units: readonly Unit[], aside: Aside): Omit<Reading, "list"> => ({
  root: head.root,
  units,
  prompt: { tools: head.tools, system: head.system, messages: units.map(({ segments }) => segments) },
  isBeside: head.isBeside || units.some((unit) => unit.isBeside),
  ...aside,
});

/** Formats that have no place of its own for what leads a conversation put it before the first message. */
const leadingOf = (units: readonly Unit[]): readonly string[] => {
  if (units[0]?.author !== "instructions") return [];
  const first = units.findIndex(({ author }) => author !== "instructions");
  return units.slice(0, first < 0 ? units.length : first).flatMap(({ hash }) => hash ?? []);
};
