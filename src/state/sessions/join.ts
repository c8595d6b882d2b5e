import type { Joining } from "../../core/session.ts";
import type { Mark, Session, Thread } from "./record.ts";
import { lastCallIds, type Root, type Trail } from "./trail.ts";

/** What is known of the histories of one group of programs. */
export type Known = {
  /** The requests that ended with this history, the latest first. */
  readonly marksAt: (hash: string) => readonly Mark[];
  /** The lines that have this message of the model's. */
  readonly threadsWith: (message: string) => readonly Thread[];
};

/** How a request goes on, and from which line. */
export type Joined =
  | { readonly joining: Exclude<Joining, "explicit" | "new">; readonly thread: Thread }
  | { readonly joining: "new"; readonly thread: null };

const unknown: Joined = { joining: "new", thread: null };

/**
 * The conversation that a history belongs to. The longest beginning that is known decides: the end of a line is gone on
 * with, a place further up is where a line parts. Where nothing is known of the beginning, the client may have
 * shortened it: then most of the messages are those of one line, its end among them.
 */
export const joinByHistory = (trail: Trail, known: Known, isIn: (session: Session) => boolean = () => true): Joined => {
  for (let length = trail.chain.length; length > 0; length--) {
    for (const mark of inTurn(known.marksAt(trail.chain[length - 1] ?? ""))) {
      const joined = isIn(mark.thread.session) ? joinAt(mark, length, trail) : null;
      if (joined !== null) return joined;
    }
  }
  const thread = shortened(trail, known, isIn);
  return thread === null ? unknown : { joining: "compacted", thread };
};

/** Of those that are alike the oldest first, and those last that still wait for their answer. */
const inTurn = (marks: readonly Mark[]): readonly Mark[] => {
  if (marks.length < 2) return marks;
  const oldestFirst = marks.toReversed();
  return [...oldestFirst.filter(({ isRunning }) => !isRunning), ...oldestFirst.filter(({ isRunning }) => isRunning)];
};

/** What a request is to one whose history is its beginning; null = nothing. */
const joinAt = (mark: Mark, length: number, trail: Trail): Joined | null => {
  const { thread } = mark;
  const isTip = thread.tip === mark;
  const isRepeated = length === trail.messages.length;
  const answers = trail.isModels.slice(0, length).filter(Boolean).length;
  if (!isLedAlike(thread.root, trail.root, isTip ? answers : 0)) return null;
  // Before the first answer many conversations are alike: only one that has not gone further can be meant.
  if (answers === 0) {
    const isNext = isRepeated ? mark.hasFailed : trail.isModels[length];
    return isTip && isNext ? { joining: "continued", thread } : null;
  }
  const hasOtherIds = mark.callIds !== lastCallIds(trail, length);
  if (hasOtherIds && (thread.session.keepsIds || !isTip || isRepeated)) return null;
  if (isTip && (!isRepeated || mark.hasFailed)) return { joining: "continued", thread };
  return { joining: "forked", thread };
};

/** Instructions and tools change within a conversation too, but then enough of it must be the same. */
const isLedAlike = (a: Root, b: Root, answers: number): boolean => {
  if (a.system === b.system) return a.tools === b.tools || answers > 0;
  return a.tools === b.tools && a.hasTools && answers >= leastAnswers;
};

const leastAnswers = 3;

/** How much of a history has to be known. */
const leastShare = 0.5;

/** How near to the end of a line something of it must still be there. */
const tail = 3;

/** The line that a client has shortened to this history: the one that it has most of. */
const shortened = (trail: Trail, known: Known, isIn: (session: Session) => boolean): Thread | null => {
  const candidates = new Set<Thread>();
  trail.messages.forEach((message, index) => {
    for (const thread of trail.isModels[index] ? known.threadsWith(message) : []) {
      if (isIn(thread.session) && !thread.session.opening.includes(message)) candidates.add(thread);
    }
  });
  const rated = [...candidates].map((thread) => ({ thread, share: sharedPart(trail, thread) }));
  const best = rated.sort((a, b) => b.share - a.share)[0];
  return best !== undefined && best.share >= leastShare ? best.thread : null;
};

/** How much of a history is that of a line whose end is there too; 0 where they are led in another way. */
const sharedPart = (trail: Trail, { messages, root }: Thread): number => {
  if (root.system !== trail.root.system || root.tools !== trail.root.tools) return 0;
  const [present, old] = [new Set(trail.messages), new Set(messages)];
  if (!messages.slice(-tail).some((message) => present.has(message))) return 0;
  const shared = present.intersection(old).size;
  return Math.max(shared / present.union(old).size, shared / present.size);
};
