import type { Usage } from "../../core/usage.ts";
import type { Sent } from "../../meter/cache-truth/index.ts";
import type { ToldInput } from "../../meter/estimate.ts";
import type { Root } from "./trail.ts";

/** A place in a session's history: where one of its requests ended, or the last answer in it did. */
export type Mark = {
  /** Of the history up to there. */
  readonly hash: string;
  readonly thread: Thread;
  /** The ids of the last tool calls before it: who has others there has had another answer, however alike. */
  readonly callIds: string | null;
  /** Its answer has not ended yet. */
  isRunning: boolean;
  hasFailed: boolean;
};

/** One line of a conversation: a session has several where the client went back, or works on two things at a time. */
export type Thread = {
  readonly session: Session;
  root: Root;
  /** The end of its latest request. */
  tip: Mark | null;
  /** The messages of its latest request. */
  messages: readonly string[];
  /** What it sent last to each upstream and model, the latest last. */
  sent: readonly Sent[];
  /** Its latest input that a vendor has counted. */
  told: ToldInput | null;
};

/** Everything that is kept of one conversation. None of it is text that somebody wrote. */
export type Session = {
  readonly id: string;
  /** The programs and the key that it belongs to, as a salted hash. */
  readonly group: string;
  /** The name that its client has for it, as a salted hash. */
  readonly explicit: string | null;
  readonly parent: string | null;
  readonly client: string | null;
  readonly startedAt: number;
  lastAt: number;
  turns: number;
  /** Whether the ids of tool calls are the vendor's own, each time they are sent. */
  keepsIds: boolean;
  /** The messages of its first request: a beginning that others may share. */
  opening: readonly string[];
  threads: readonly Thread[];
  marks: readonly Mark[];
  /** Ids that the vendor gave to its latest answers: a client may go on from one of them. */
  answers: readonly string[];
  last: LastRequest | null;
  totals: Totals;
};

/** A session's latest request that has ended. */
export type LastRequest = {
  readonly upstream: string | null;
  readonly model: string | null;
  readonly usage: Usage | null;
};

/** Money that a session took, in micro-dollars. */
export type Totals = { readonly costMicros: number; readonly unknownCosts: number };

/** How many ends of requests, lines, places and ids are kept of one session. */
const most = { marks: 512, threads: 8, sent: 3, answers: 16 } as const;

/** Remembers a place in the history of a line: the end of its latest request, or one on the way there. */
export const addMark = (
  thread: Thread,
  hash: string,
  callIds: string | null,
  isEnd: boolean,
): { readonly mark: Mark; readonly dropped: readonly Mark[] } => {
  const { session } = thread;
  const mark: Mark = { hash, thread, callIds, isRunning: isEnd, hasFailed: false };
  const marks = [...session.marks, mark];
  if (isEnd) thread.tip = mark;
  session.marks = marks.slice(-most.marks);
  return { mark, dropped: marks.slice(0, -most.marks) };
};

/** Another line of a session, which takes over what was sent before it parted; the lines longest unused go. */
export const addThread = (
  session: Session,
  root: Root,
  from: Thread | null,
): { readonly thread: Thread; readonly dropped: readonly Thread[] } => {
  const { sent = [], told = null } = from ?? {};
  const thread: Thread = { session, root, tip: null, messages: [], sent, told };
  const threads = [...session.threads, thread];
  session.threads = threads.slice(-most.threads);
  return { thread, dropped: threads.slice(0, -most.threads) };
};

/** Remembers what a line has sent; the latest prompt to each place is enough. */
export const addSent = (thread: Thread, sent: Sent): void => {
  const others = thread.sent.filter(({ upstream, model }) => upstream !== sent.upstream || model !== sent.model);
  thread.sent = [...others, sent].slice(-most.sent);
};

/** Remembers the id of an answer. */
export const addAnswer = (session: Session, id: string): readonly string[] => {
  const answers = [...session.answers.filter((one) => one !== id), id];
  session.answers = answers.slice(-most.answers);
  return answers.slice(0, -most.answers);
};

/** Leaves of a session that is over only what its name stands for; false where that was done before. */
export const rest = (session: Session): boolean => {
  const hadMore = session.threads.length > 0;
  session.threads = [];
  session.marks = [];
  session.answers = [];
  session.opening = [];
  return hadMore;
};

/** A session as it is written down. */
export const saved = ({ threads, marks, ...session }: Session): string => {
  const lines = threads.map(({ tip, session: _, ...line }) => ({ ...line, tip: tip?.hash ?? null }));
  const ends = marks.flatMap(({ hash, hasFailed, callIds, thread }) => {
    const line = threads.indexOf(thread);
    return line < 0 ? [] : [[hash, line, hasFailed, callIds]];
  });
  return JSON.stringify({ ...session, lines, ends });
};

type Saved = Omit<Session, "threads" | "marks"> & {
  readonly lines: readonly (Omit<Thread, "session" | "tip"> & { readonly tip: string | null })[];
  readonly ends: readonly (readonly [hash: string, line: number, hasFailed: boolean, callIds: string | null])[];
};

/** The session that was written down so; null where the text is none of ours. */
export const restored = (text: string): Session | null => {
  try {
    const { lines, ends, ...session } = JSON.parse(text) as Saved; // what `saved` wrote; anything else throws below
    const whole: Session = { ...session, threads: [], marks: [] };
    whole.threads = lines.map((line): Thread => ({ ...line, told: line.told ?? null, session: whole, tip: null }));
    whole.marks = ends.flatMap(([hash, line, hasFailed, callIds]) => {
      const thread = whole.threads[line];
      if (thread === undefined) return [];
      const mark: Mark = { hash, thread, callIds, isRunning: false, hasFailed };
      if (lines[line]?.tip === hash) thread.tip = mark;
      return [mark];
    });
    return whole;
  } catch {
    return null;
  }
};
