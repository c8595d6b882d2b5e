import type { Chat, Message } from "../../core/chat.ts";
import type { Dialect, Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import { type JsonObject, parsedJson } from "../../lib/json.ts";
import { containerAt, type Member, skipSpace } from "../../lib/json-bytes.ts";
import { unpacked } from "../../lib/unpacked.ts";
import type { Prompt } from "../../meter/cache-truth/prompt.ts";
import { hashOf } from "./chain.ts";
import { type Head, type HeadPart, headOf, headPartOf } from "./head.ts";
import { Latest } from "./latest.ts";
import type { Root } from "./trail.ts";
import { type Unit, unitOf } from "./unit.ts";

/** What a body tells of its conversation: hashes, sizes and a few small fields. */
export type Reading = {
  readonly root: Root;
  readonly units: readonly Unit[];
  readonly prompt: Prompt;
  /** Whether its words are those of a call beside the conversation. */
  readonly isBeside: boolean;
  readonly maxTokens: number | null;
  /** The answer or thread at the vendor that it goes on from. */
  readonly continues: string | null;
  /** Its fields besides the conversation, as far as they are small. */
  readonly fields: JsonObject;
};

/** Reads bodies; what it has read once is known again by the hash of its bytes, so each turn only reads what is new. */
export type BodyReader = (exchange: Pick<Exchange, "body" | "dialect" | "path" | "request">) => Reading | null;

/** A larger body is not read: while that is done nothing else has its turn. */
const maxBytes = 32 * 1024 * 1024;

/** Fields that hold the conversation, as the formats call them; the first that is there is it. */
const lists = ["messages", "input", "contents", "prompt"] as const;

/** Fields that hold what leads it. */
const heads = ["system", "instructions", "systemInstruction", "system_instruction", "tools"] as const;

/** A larger field tells nothing that is looked for. */
const smallBytes = 16 * 1024;

/** How many messages, and how many tools and blocks of instructions, are known again. */
const known = { units: 20_000, parts: 5000 } as const;

/** A reader that has read nothing yet. */
export const createBodyReader = (measure: Measure): BodyReader => {
  const units = new Latest<Unit>(known.units);
  const parts = new Latest<HeadPart>(known.parts);
  return ({ body, dialect, path, request }) => {
    if (body.kind !== "held" || dialect === null) return null;
    const bytes = unpacked(body.bytes, request.headers.get("content-encoding"), maxBytes);
    const outline = bytes === null ? null : fieldsOf(bytes);
    const list = lists.find((name) => outline?.has(name));
    if (bytes === null || outline === null || list === undefined) return null;
    const read = readerOf(dialect, path);
    const elements = <Value>(
      name: string,
      cache: Latest<Value>,
      make: (chat: Chat | null) => Value,
    ): readonly Value[] =>
      spansOf(bytes, outline.get(name)).map(({ span, isListed }) => {
        const key = `${dialect.name} ${name} ${hashOf(bytes.subarray(span.start, span.end))}`;
        const alone = (): Chat | null => read({ [name]: isListed ? [valueAt(bytes, span)] : valueAt(bytes, span) });
        return cache.get(key) ?? cache.add(key, make(alone()));
      });
    const said = elements(list, units, (chat) => unitOf(messagesOf(chat), measure));
    const led = heads.flatMap((name) => elements(name, parts, (chat) => headPartOf(chat ?? nothing, measure)));
    return readingOf(headOf(led, leadingOf(said)), said, smallFields(bytes, outline), read);
  };
};

const nothing = { system: [], tools: [] } as const;

type Read = (body: JsonObject) => Chat;

const readerOf =
  ({ readRequest }: Dialect, path: string): Read =>
  (body) =>
    readRequest(body, path);

/** Where a value stands, in bytes; `end` is behind it. */
type Span = { readonly start: number; readonly end: number };

/** The fields of a body by name; of a duplicate the last counts, as in JSON.parse. Null where it is no object. */
const fieldsOf = (bytes: Uint8Array): ReadonlyMap<string, Span> | null => {
  const object = containerAt(bytes, skipSpace(bytes, 0));
  if (object === null || object.isList) return null;
  return new Map(object.members.map((member) => [member.name ?? "", valueIn(member)]));
};

const valueIn = ({ valueStart, end }: Member): Span => ({ start: valueStart, end });

/** Each element of a list alone, as if it were all that there is; where a format has one text instead of a list, that. */
const spansOf = (
  bytes: Uint8Array,
  field: Span | undefined,
): readonly { readonly span: Span; readonly isListed: boolean }[] => {
  if (field === undefined) return [];
  const list = containerAt(bytes, field.start);
  if (list === null || !list.isList) return [{ span: field, isListed: false }];
  return list.members.map((member) => ({ span: valueIn(member), isListed: true }));
};

const valueAt = (bytes: Uint8Array, { start, end }: Span): unknown =>
  parsedJson(decoder.decode(bytes.subarray(start, end)));

const decoder = new TextDecoder();

/** What one element says; some formats take instructions out of their messages. */
const messagesOf = (chat: Chat | null): readonly Message[] => {
  if (chat === null) return [];
  if (chat.system.length === 0) return chat.messages;
  return [{ role: "system", name: null, blocks: chat.system, extras: {}, origin: null }, ...chat.messages];
};

const smallFields = (bytes: Uint8Array, outline: ReadonlyMap<string, Span>): JsonObject => {
  const isRead = (name: string): boolean => ![...heads, ...lists].some((other) => other === name);
  const small = [...outline].filter(([name, { start, end }]) => isRead(name) && end - start <= smallBytes);
  return Object.fromEntries(small.map(([name, span]) => [name, valueAt(bytes, span)]));
};

const readingOf = (head: Head, units: readonly Unit[], fields: JsonObject, read: Read): Reading => {
  const chat = read(fields);
  return {
    root: head.root,
    units,
    prompt: { tools: head.tools, system: head.system, messages: units.map(({ segments }) => segments) },
    isBeside: head.isBeside || units.some((unit) => unit.isBeside),
    maxTokens: chat?.sampling.maxTokens ?? null,
    continues: chat?.continues ?? null,
    fields,
  };
};

/** Formats that have no place of its own for what leads a conversation put it before the first message. */
const leadingOf = (units: readonly Unit[]): readonly string[] => {
  const first = units.findIndex(({ author }) => author !== "instructions");
  return units.slice(0, first < 0 ? units.length : first).flatMap(({ hash }) => hash ?? []);
};
