import type { Entry, PieceCall } from "../core/memory.ts";

/** What is a loop. */
export type LoopRule = {
  /** So many times the same call; 0 = nobody looks. */
  readonly sameCall: number;
  /** Among so many of the latest calls. */
  readonly ofLast: number;
  /** So many times the same request; 0 = nobody looks. */
  readonly sameRequest: number;
  /** Whether a tool may be called again and again. */
  readonly ignores: (call: Pick<PieceCall, "name" | "label">) => boolean;
};

/** Something that is done again and again. */
export type Loop = {
  /** The same for the same thing. */
  readonly mark: string;
  readonly times: number;
  /** `Bash(npm test) was called 5 times among the last 10 calls`. */
  readonly why: string;
};

/** The latest call, where it is one of a loop; null = it is none. */
export const loopOf = (entries: readonly Pick<Entry, "calls">[], rule: LoopRule): Loop | null => {
  if (rule.sameCall === 0) return null;
  const calls = latestCalls(entries, Math.max(rule.ofLast, rule.sameCall));
  const [latest] = calls;
  if (latest === undefined || rule.ignores(latest)) return null;
  const times = calls.filter(({ hash }) => hash === latest.hash).length;
  if (times < rule.sameCall) return null;
  const row = calls.findIndex(({ hash }) => hash !== latest.hash);
  const isInRow = row < 0 || row >= times;
  const where = isInRow ? "in a row" : `among the last ${calls.length} calls`;
  return { mark: latest.hash, times, why: `${callWords(latest)} was called ${times} times ${where}` };
};

/** The latest first. */
const latestCalls = (entries: readonly Pick<Entry, "calls">[], most: number): readonly PieceCall[] => {
  const calls: PieceCall[] = [];
  for (let at = entries.length - 1; at >= 0 && calls.length < most; at--)
    calls.push(...(entries[at]?.calls ?? []).toReversed());
  return calls.slice(0, most);
};

const callWords = ({ name, label }: PieceCall): string => (label === "" || label === "{}" ? name : `${name}(${label})`);

/** The same request so many times, where that is a loop. */
export const repeatedRequest = (mark: string, times: number, rule: LoopRule): Loop | null =>
  rule.sameRequest === 0 || times < rule.sameRequest
    ? null
    : { mark, times, why: `the same request was sent ${times} times in a row` };
