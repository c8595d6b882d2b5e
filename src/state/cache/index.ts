import { whyNotKept } from "../../cache/answered.ts";
import type { Recording } from "../../cache/recording.ts";
import type { Avoided, KeptAnswer } from "../../core/answer-cache.ts";
import type { CacheDesk, CacheFigures } from "../../core/cache-view.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Shared } from "../../core/shared.ts";
import { unpacked } from "../../lib/unpacked.ts";
import { type CacheCounts, createCacheCounts } from "./counts.ts";
import { createCacheDesk } from "./desk.ts";
import { openAnswerFile } from "./file.ts";
import { createFlights, type Flights } from "./flights.ts";
import { createLayers, type Layers, type Limits } from "./layers.ts";

/** The answers that are kept to be given again. */
export type AnswerCache = Pick<Layers, "recent" | "find" | "used" | "memory"> & {
  readonly flights: Flights;
  /** This exchange's answer is listened to; what becomes of it is settled when it has ended. */
  readonly record: (exchange: Exchange, recording: Recording) => void;
  /** An exchange has ended and has its bill. Never throws. */
  readonly ended: (exchange: Exchange, outcome: Outcome) => void;
  /** From now on; null = the cache is off. What is kept stays until its time is over. */
  readonly limit: (limits: (Limits & { readonly ttlMs: number }) | null) => void;
  readonly counts: () => CacheCounts;
  /** Null while it is off. Never throws. */
  readonly figures: () => CacheFigures | null;
  readonly desk: CacheDesk;
  readonly close: () => void;
};

type Options = {
  /** Null = nothing is written down. */
  readonly file: string | null;
  readonly shared: Pick<Shared, "values" | "board" | "standing">;
  readonly now: () => number;
  readonly later: (work: () => void) => void;
  readonly onTrouble: (what: string) => void;
};

/** The place on the board that says what was thrown away, for all daemons. */
const topic = "cache";
const clearedAt = "cleared";

/** An answer that unpacks to more is not looked into, and so not kept. */
const mostUnpacked = 16 * 1024 ** 2;

/** Opens the cache of one home; its file is opened when something is looked for. */
export const openAnswerCache = (options: Options): AnswerCache => {
  const { shared, now, later, onTrouble } = options;
  const counts = createCacheCounts();
  const file = openAnswerFile(options.file, now, (to) => onTrouble(`cache.db was damaged; it has been moved to ${to}`));
  const generation = (): string => shared.board.read(topic).get(clearedAt) ?? "0";
  const prefix = (): string => `cache:${generation()}:`;
  const layers = createLayers({
    ...{ file, shared, prefix, now, later, onTrouble },
    onDamage: counts.damaged,
    onEvicted: counts.evicted,
  });
  const recordings = new WeakMap<Exchange, Recording>();
  let [limits, ownClear]: [Parameters<AnswerCache["limit"]>[0], string | null] = [null, null];
  // Another daemon of the same store has thrown everything away.
  const stop = shared.board.listen(topic, (key, value) => {
    if (key === clearedAt && value !== null && value !== ownClear) layers.clear();
  });
  const clear = (): number => {
    ownClear = newMark(now);
    void tellCleared(shared.board, ownClear);
    return layers.clear();
  };
  return {
    ...{ recent: layers.recent, find: layers.find, used: layers.used, memory: layers.memory },
    ...{ flights: createFlights(), counts: counts.view },
    record: (exchange, recording) => void recordings.set(exchange, recording),
    ended: (exchange, outcome) => {
      const recording = recordings.get(exchange);
      if (recording !== undefined) {
        recordings.delete(exchange);
        settled(exchange, outcome, recording, { keep: layers.keep, now, onTrouble });
      }
      counts.ended(exchange.notes.answerCache);
    },
    limit: (next) => {
      limits = next;
      if (next !== null) layers.limit(next);
    },
    desk: createCacheDesk({ file, layers, counts, clear, now, limits: () => limits, standing: shared.standing }),
    figures: () => {
      const { hits, misses, bypassed } = counts.view();
      return limits === null ? null : { hits, misses, bypassed, ...layers.sums() };
    },
    close: () => {
      stop();
      layers.flush();
      file.close();
    },
  };
};

/** Tells all daemons of a store to throw their answers away; what lies in the store itself is not found any more. Never rejects. */
export const tellCleared = (board: Pick<Shared["board"], "write">, mark: string): Promise<void> =>
  board.write(topic, clearedAt, mark, null).catch(() => undefined);

/** Names one clearing among all. */
export const newMark = (now: () => number): string => `${now()}-${Math.random().toString(36).slice(2)}`;

type Keeping = {
  readonly keep: Layers["keep"];
  readonly now: () => number;
  readonly onTrouble: (what: string) => void;
};

/** Keeps an answer that may be kept, and tells who waited for it. */
const settled = (
  exchange: Exchange,
  outcome: Outcome,
  recording: Recording,
  { keep, now, onTrouble }: Keeping,
): void => {
  const { key, rules, land } = recording;
  const isLeft = exchange.request.signal.aborted || outcome.code.startsWith("C");
  try {
    const why =
      recording.whyNot(exchange.plan.targets[0]) ?? whyNotKept(answeredIn(exchange, outcome, isLeft, recording), rules);
    if (why === null) {
      const answer = keptIn(exchange, recording, now());
      keep(answer);
      return land(answer);
    }
    exchange.notes.answerCache = { state: "miss", key, why };
  } catch (thrown) {
    onTrouble(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote an answer
  }
  land(isLeft ? "left" : "alone");
};

const answeredIn = ({ notes, dialect }: Exchange, outcome: Outcome, isLeft: boolean, recording: Recording) => ({
  ...{ outcome, isLeft, reported: notes.reported, isChat: dialect !== null },
  text: () => {
    const plain = unpacked(recording.body(), recording.encoding(), mostUnpacked);
    return plain === null ? null : new TextDecoder().decode(plain);
  },
});

const keptIn = ({ notes }: Exchange, { key, rules, headers, body }: Recording, now: number): KeptAnswer => ({
  key,
  headers: headers(),
  body: body(),
  isStream: notes.stream,
  storedAt: now,
  endsAt: now + rules.ttlMs,
  model: notes.reported?.model ?? null,
  avoided: avoidedIn(notes),
});

const avoidedIn = ({ bill }: Exchange["notes"]): Avoided => ({
  inputTokens: bill?.usage.inputTokens ?? null,
  outputTokens: bill?.usage.outputTokens ?? null,
  costMicros: bill?.costMicros ?? null,
});
