import { packedAnswer } from "../../cache/entry.ts";
import type { KeptAnswer } from "../../core/answer-cache.ts";
import type { AnswerFile, Row, Use } from "./file.ts";

/** What waits to be written: no client waits for a disk. */
export type Outbox = {
  /** Gives it as it will lie there. */
  readonly put: (answer: KeptAnswer) => Uint8Array;
  readonly used: (key: string) => void;
  /** Null = all of it. */
  readonly forget: (key: string | null) => void;
  /** Writes it now. Throws what SQLite throws. */
  readonly write: () => void;
};

type Options = {
  readonly file: AnswerFile;
  readonly now: () => number;
  /** Does something when requests have gone on. */
  readonly later: (work: () => void) => void;
  readonly maxBytes: () => number;
  readonly onEvicted: (count: number) => void;
  readonly onTrouble: (thrown: unknown) => void;
};

/** So much may wait; what comes then is in memory alone. */
const mostWaitingBytes = 32 * 1024 ** 2;

/** So many rows are changed in one go, only because they were given once more: thousands would keep an answer waiting. */
const mostUses = 64;

/** Nothing waits. */
export const createOutbox = (options: Options): Outbox => {
  const { file, now } = options;
  const rows = new Map<string, Row>();
  const uses = new Map<string, Use>();
  let bytes = 0;
  const forget = (key: string | null): void => {
    bytes -= key === null ? bytes : (rows.get(key)?.bytes ?? 0);
    if (key === null) rows.clear();
    else rows.delete(key);
  };
  const write = (uses: ReadonlyMap<string, Use>): void => {
    try {
      if (rows.size > 0) file.put([...rows.values()]);
      if (uses.size > 0) file.use(uses);
    } finally {
      forget(null); // a disk that is full must not fill the memory too
    }
    const gone = file.trim(now(), options.maxBytes());
    if (gone > 0) options.onEvicted(gone);
  };
  const writeSome = (): void => {
    if (uses.size > mostUses) writeLater();
    write(taken(uses, mostUses));
  };
  const writeLater = inOneGo(options, writeSome);
  return {
    forget,
    write: () => write(taken(uses, uses.size)),
    used: (key) => {
      uses.set(key, { hits: (uses.get(key)?.hits ?? 0) + 1, usedAt: now() });
      writeLater();
    },
    put: (answer) => {
      const value = packedAnswer(answer);
      const { key, storedAt, endsAt, isStream, model } = answer;
      if (bytes + value.length > mostWaitingBytes) return value;
      forget(key);
      rows.set(key, { key, storedAt, endsAt, usedAt: storedAt, bytes: value.length, isStream, model, value });
      bytes += value.length;
      writeLater();
      return value;
    },
  };
};

/** Takes out the first so many. */
const taken = (uses: Map<string, Use>, count: number): ReadonlyMap<string, Use> => {
  const some = new Map([...uses].slice(0, count));
  for (const key of some.keys()) uses.delete(key);
  return some;
};

/** Does it once for all who have asked meanwhile. */
const inOneGo = ({ later, onTrouble }: Pick<Options, "later" | "onTrouble">, work: () => void): (() => void) => {
  let isDue = false;
  const now = (): void => {
    isDue = false;
    try {
      work();
    } catch (thrown) {
      onTrouble(thrown);
    }
  };
  return () => {
    if (isDue) return;
    isDue = true;
    later(now);
  };
};
