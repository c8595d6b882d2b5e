import type { Exchange } from "../../core/exchange.ts";
import type { SessionTurn } from "../../core/session.ts";
import type { Prompt } from "../../meter/cache-truth/prompt.ts";
import type { ChatSize } from "../../meter/tokens/size.ts";
import type { Book } from "./book.ts";
import { explicitIn } from "./explicit.ts";
import { isCounting, isReset, isUtility } from "./kinds.ts";
import type { Asked, Found, Places } from "./place.ts";
import type { Reading } from "./read.ts";
import { addMark, type Mark, type Thread } from "./record.ts";
import { lastCallIds, type Trail, trailOf } from "./trail.ts";

/** What a request tells of the conversation that it may be part of. */
export type Sought = {
  /** What its body tells; null where it cannot be read. */
  readonly reading: Reading | null;
  readonly asked: Asked;
  /** Whether it is a call beside a conversation. */
  readonly isBeside: boolean;
};

/** Where it is looked for. */
export type Finding = {
  readonly book: Book;
  readonly places: Places;
};

/** Where an exchange was found to belong, and what has to be known of it when it ends. */
export type Part = {
  readonly turn: SessionTurn;
  /** Null for a call beside the conversation. */
  readonly found: (Found & { readonly thread: Thread }) | null;
  readonly mark: Mark | null;
  /** Wall clock, when its conversation was used before; null = never. */
  readonly usedAt: number | null;
  /** Null where its body cannot be read. */
  readonly prompt: Prompt | null;
  readonly input: { readonly size: ChatSize; readonly isContinued: boolean } | null;
};

/** What an exchange is looked for by; null where it can be no part of a conversation. */
export const soughtBy = (exchange: Exchange, reading: Reading | null, group: string, at: number): Sought | null => {
  const { request, path, client } = exchange;
  const explicit = explicitIn(request.headers, reading?.fields ?? {});
  const trail = reading === null ? null : trailOf(group, reading.root, reading.units);
  const isBeside = isBesideIt(path, reading, trail);
  if (!isBeside && explicit === null && trail === null) return null;
  const isAnew = isReset(reading?.units.at(-1)?.phrase ?? null) && trail?.isModels.includes(true) === true;
  const continues = reading?.continues ?? null;
  return { reading, isBeside, asked: { group, client, at, explicit, continues, trail, isReset: isAnew } };
};

/** Where that belongs; `beside` = it is a call beside a conversation that nobody knows. */
export const findSession = ({ reading, asked, isBeside }: Sought, { book, places }: Finding): Part | "beside" => {
  const { group, explicit, trail, at, continues } = asked;
  if (isBeside) {
    const session = explicit === null ? null : places.named(group, explicit.id);
    if (session === null) return "beside";
    const turn = { id: session.id, turn: null, joined: "explicit", isUtility: true } as const;
    return { turn, found: null, mark: null, usedAt: null, prompt: null, input: null };
  }
  const found = places.find(asked);
  const { session, thread, joined } = found;
  const usedAt = session.turns === 0 ? null : session.lastAt;
  session.turns++;
  book.touch(session, at);
  const turn = { id: session.id, turn: session.turns, joined, isUtility: false };
  return {
    ...{ turn, found, mark: trail === null ? null : marked(thread, trail, book) },
    usedAt,
    prompt: reading?.prompt ?? null,
    input: reading === null ? null : { size: reading.size, isContinued: continues !== null },
  };
};

const isBesideIt = (path: string, reading: Reading | null, trail: Trail | null): boolean => {
  if (reading === null || trail === null) return isCounting(path);
  const answers = trail.isModels.filter(Boolean).length;
  return isUtility({
    path,
    maxTokens: reading.maxTokens,
    hasTools: reading.root.hasTools,
    answers,
    isBeside: reading.isBeside,
  });
};

/** The end of this request is where the next one goes on. */
const marked = (thread: Thread, trail: Trail, book: Book): Mark | null => {
  book.moveTo(thread, trail);
  thread.root = trail.root;
  const add = (length: number): Mark | null => {
    const hash = trail.chain[length - 1];
    if (hash === undefined) return null;
    const { mark, dropped } = addMark(thread, hash, lastCallIds(trail, length), length === trail.chain.length);
    for (const old of dropped) book.dropMark(old);
    book.addMark(mark);
    return mark;
  };
  const answered = trail.isModels.lastIndexOf(true) + 1;
  if (answered < trail.chain.length) add(answered); // from here another question may be asked
  return add(trail.chain.length);
};
