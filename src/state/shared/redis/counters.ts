import type { Counters, Take, Taken } from "../../../core/shared.ts";
import { type OwnCounters, waitFor } from "../alone.ts";
import { type End, type Link, patientMs } from "./link.ts";
import { Owed } from "./owed.ts";
import { script } from "./questions.ts";
import { createSeats } from "./seats.ts";

type Amount = Omit<Take, "most">;

type Options = {
  readonly link: Link;
  readonly prefix: string;
  readonly now: () => number;
  /** What this daemon knows by itself: it decides while the others cannot be asked. */
  readonly own: OwnCounters;
};

/** Debts are told in pieces of this many amounts. */
const atATime = 200;

/**
 * Amounts that all daemons count together. What is decided here because no answer came in time is settled afterwards,
 * once: added where the others have not counted it, taken back where they have and we have not.
 */
export const createCounters = ({ link, prefix, now, own }: Options): Counters => {
  const owed = new Owed(now);
  const keyOf = (key: string): string => `${prefix}n:${key}`;
  const learn = (amounts: readonly Amount[], levels: readonly number[]): void =>
    own.learn(amounts.map((one, index) => ({ ...one, amount: levels[index] ?? 0 })));
  const keysOf = (amounts: readonly Amount[]): readonly string[] => amounts.map(({ key }) => keyOf(key));
  const settled = (amounts: readonly Amount[], isTakenHere: boolean, isTakenThere: boolean): void => {
    if (isTakenHere !== isTakenThere) owed.add(amounts, isTakenHere ? 1 : -1);
  };
  const add = async (amounts: readonly Amount[], limitMs?: number): Promise<void> => {
    const { soon, end } = link.askOnce("add", keysOf(amounts), wordsOf(amounts, now()), limitMs);
    const reply = await soon;
    if (reply !== null) return learn(amounts, numbersIn(reply));
    await own.add(amounts);
    void end.then((how) => settled(amounts, true, how.type !== "undone"));
  };
  link.whenUp(() => {
    const debts = owed.settle();
    for (let from = 0; from < debts.length; from += atATime) {
      const some = debts.slice(from, from + atATime);
      const { end } = link.askOnce("add", keysOf(some), wordsOf(some, now()), patientMs);
      void end.then((how) => settled(some, true, how.type !== "undone"));
    }
  });
  return {
    take: async (takes) => {
      const { soon, end } = link.askOnce("take", keysOf(takes), limitedWordsOf(takes, now()));
      const reply = await soon;
      if (reply !== null) {
        const taken = takenIn(reply, takes);
        learn(takes, taken.levels);
        return taken;
      }
      const here = await own.take(takes);
      void end.then((how) => settled(takes, here.isTaken, isTakenThere(how, takes)));
      return here;
    },
    add,
    levels: async (keys) => {
      if (keys.length === 0) return [];
      const reply = await link.ask(script("levels", keys.map(keyOf), [])).soon;
      return reply === null ? own.levels(keys) : numbersIn(reply);
    },
    ...createSeats({ link, prefix, now, own }),
  };
};

type Word = string | number;

/** How long it is still counted, for a clock that is not ours. */
const leftOf = ({ endsAt }: Amount, at: number): Word => (endsAt === null ? "" : Math.max(0, endsAt - at));

const wordsOf = (amounts: readonly Amount[], at: number): readonly Word[] =>
  amounts.flatMap((one) => [one.amount, one.leakPerMs, leftOf(one, at), one.held ?? 0]);

const limitedWordsOf = (takes: readonly Take[], at: number): readonly Word[] =>
  takes.flatMap((one) => [one.amount, Math.min(one.most, mostThere), one.leakPerMs, leftOf(one, at), one.held ?? 0]);

/** Lua has no word for endless. */
const mostThere = Number.MAX_VALUE;

/** Of a reply that was lost only that it was done is known; nearly always it was a yes. */
const isTakenThere = (how: End, takes: readonly Take[]): boolean =>
  how.type === "reply" ? takenIn(how.reply, takes).isTaken : how.type === "done";

const numbersIn = (reply: unknown): readonly number[] =>
  Array.isArray(reply) ? reply.map((one) => Number(String(one))) : [];

const takenIn = (reply: unknown, takes: readonly Take[]): Taken => {
  const [isTaken, full, found]: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const levels = numbersIn(found);
  const refusing = takes[Number(full) - 1];
  if (Number(isTaken) === 1 || refusing === undefined) return { isTaken: true, levels };
  const filled = levels[Number(full) - 1] ?? 0;
  return { isTaken: false, full: refusing.key, waitMs: waitFor(refusing, filled), levels };
};
