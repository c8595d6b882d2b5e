import { type Loop, type LoopRule, loopOf, repeatedRequest } from "../../budgets/loops.ts";
import type { Exchange } from "../../core/exchange.ts";
import { ByUse } from "../../lib/by-use.ts";
import type { Transcript } from "../../memory/transcript/transcript.ts";
import type { SaidOfBudgets } from "./said.ts";

/** How conversations go round in circles. */
export type Loops = {
  /** From now on this is a loop; null = nobody looks. */
  readonly use: (rule: LoopRule | null, warns: boolean) => void;
  /** A conversation has been read; the request may have gone out already. */
  readonly read: (exchange: Exchange, transcript: Transcript) => void;
  /** The loop that a request goes on with; looks once at each request. */
  readonly in: (exchange: Exchange, session: string, transcript: Transcript) => Loop | null;
  /** A person lets a conversation do what it does as often again. */
  readonly allow: (session: string) => Promise<void>;
  /** How often a person has. */
  readonly allowed: (session: string) => number;
  /** Takes that back. */
  readonly reset: (session: string) => Promise<void>;
};

type Options = {
  readonly said: Pick<SaidOfBudgets, "allow" | "allowed" | "take">;
  readonly tell: (exchange: Exchange, session: string, loop: Loop) => void;
};

/** What is remembered of a conversation: its latest request, how often it came, and of what was told. */
type Past = { readonly mark: string; readonly times: number; readonly told: string };

const mostSessions = 2000;

/** What a person has let a conversation do is forgotten with the day. */
const allowedMs = 86_400_000;

const keyOf = (session: string): string => `loop:${session}`;

/** Nobody looks yet. */
export const createLoops = ({ said, tell }: Options): Loops => {
  const past = new ByUse<Past>(mostSessions);
  const seen = new WeakMap<Exchange, Loop | null>();
  let [rule, warns]: readonly [LoopRule | null, boolean] = [null, true];
  const find = (exchange: Exchange, session: string, { entries }: Transcript): Loop | null => {
    if (rule === null) return null;
    const known = seen.get(exchange);
    if (known !== undefined) return known;
    const before = past.get(session);
    const mark = `${entries.length} ${entries.at(-1)?.hash ?? ""}`;
    const times = before?.mark === mark ? before.times + 1 : 1;
    const loop = loopOf(entries, rule) ?? repeatedRequest(mark, times, rule);
    // Told once, and again when it has gone on for as long again.
    const stage = loop === null ? "" : `${loop.mark} ${Math.floor(Math.log2(loop.times))}`;
    past.use(session, { mark, times, told: stage === "" ? (before?.told ?? "") : stage });
    if (loop !== null && stage !== before?.told) tell(exchange, session, loop);
    seen.set(exchange, loop);
    return loop;
  };
  return {
    use: (next, isWarning) => {
      [rule, warns] = [next, isWarning];
    },
    read: (exchange, transcript) => {
      const { session } = exchange.notes;
      if (rule !== null && warns && session !== null && !session.isUtility) find(exchange, session.id, transcript);
    },
    in: find,
    allow: (session) => said.allow(keyOf(session), { requests: 1 }, allowedMs),
    allowed: (session) => said.allowed(keyOf(session)).requests ?? 0,
    reset: (session) => said.take(keyOf(session)),
  };
};
