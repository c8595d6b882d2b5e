import { unpackedAnswer } from "../../cache/entry.ts";
import type { KeptAnswer } from "../../core/answer-cache.ts";
import type { CacheDesk, CacheFound, KeptAnswerView } from "../../core/cache-view.ts";
import type { SharedStanding } from "../../core/shared.ts";
import { unpacked } from "../../lib/unpacked.ts";
import type { CacheCounter } from "./counts.ts";
import type { AnswerFile } from "./file.ts";
import type { Layers } from "./layers.ts";

type Sources = {
  readonly file: AnswerFile;
  readonly layers: Pick<Layers, "recent" | "remove" | "memory" | "flush">;
  readonly counts: Pick<CacheCounter, "view">;
  /** Throws all away, here and where it is shared. */
  readonly clear: () => number;
  readonly now: () => number;
  /** Null = the cache is off, or no daemon runs. */
  readonly limits: () => { readonly ttlMs: number; readonly maxBytes: number } | null;
  readonly standing: () => SharedStanding;
};

/** An answer that unpacks to more is not shown. */
const mostShown = 16 * 1024 ** 2;

/** Tells of what is kept. */
export const createCacheDesk = ({ file, layers, counts, clear, now, limits, standing }: Sources): CacheDesk => ({
  cacheStats: async ({ limit }) => {
    layers.flush(); // so that it tells of what was kept a moment ago
    const counted = counts.view();
    const { hits, misses } = counted;
    const memory = layers.memory();
    return {
      isOn: limits() !== null,
      ttlMs: limits()?.ttlMs ?? null,
      maxBytes: limits()?.maxBytes ?? null,
      ...file.sums(now()),
      memoryEntries: memory.entries,
      memoryBytes: memory.bytes,
      ...counted,
      hitShare: hits + misses === 0 ? null : hits / (hits + misses),
      shared: standing().state,
      latest: file.list("", limit, now()),
    };
  },
  cachedAnswer: async ({ key, withBody }) => {
    layers.flush();
    const [found, ...others] = file.list(key, 11, now());
    if (found === undefined) return { state: "unknown" };
    if (others.length > 0 && found.key !== key)
      return { state: "ambiguous", keys: [found, ...others].map((one) => one.key) };
    const answer = answerAt(found, file, now());
    return answer === null ? { state: "unknown" } : shown(found, answer, withBody);
  },
  clearCache: async ({ key }) => {
    const shared = standing().state;
    if (key === null) return { cleared: clear(), shared };
    layers.flush();
    const known = file.list(key, 2, 0);
    const isGone = known.length === 1 && known[0] !== undefined && layers.remove(known[0].key);
    return { cleared: isGone ? 1 : 0, shared };
  },
});

const answerAt = ({ key }: KeptAnswerView, file: AnswerFile, now: number): KeptAnswer | null => {
  const bytes = file.get(key, now);
  const read = bytes === null ? null : unpackedAnswer(bytes, key, Number.POSITIVE_INFINITY);
  return read !== null && "answer" in read ? read.answer : null;
};

const shown = (view: KeptAnswerView, { headers, body, avoided }: KeptAnswer, withBody: boolean): CacheFound => ({
  state: "kept",
  answer: view,
  headers,
  avoided,
  body: withBody ? textOf(body, headers.find(([name]) => name === "content-encoding")?.[1] ?? null) : null,
});

const textOf = (body: Uint8Array, encoding: string | null): string | null => {
  const plain = unpacked(body, encoding, mostShown);
  return plain === null ? null : new TextDecoder().decode(plain);
};
