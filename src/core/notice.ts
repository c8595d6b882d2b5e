import type { CacheUse } from "./answer-cache.ts";
import type { BudgetAsk } from "./budget.ts";
import type { FailureCode, OutcomeCode } from "./errors.ts";
import type { BatchReason, MemoryMode } from "./memory.ts";
import type { CostKind } from "./usage.ts";

/** One finished request, as watchers and tables show it. */
export type RequestSummary = {
  readonly id: string;
  readonly startedAt: number;
  readonly method: string;
  readonly path: string;
  readonly dialect: string | null;
  readonly client: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  readonly provider: string | null;
  readonly stream: boolean;
  readonly attempts: number;
  readonly status: number | null;
  readonly outcome: OutcomeCode;
  readonly error: FailureCode | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly ttftMs: number | null;
  readonly durationMs: number;
  /** The model that answered; null = it did not say. */
  readonly modelUsed: string | null;
  /** `s_…`; null = no part of a conversation. */
  readonly session: string | null;
  /** Counts the requests of the session from 1. */
  readonly turn: number | null;
  /** Tokens as `Usage` tells them, of which some may be estimates; null = unknown. */
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** Counts of the vendor's that could not be meant. */
  readonly usageAnomalies: number;
  readonly costKind: CostKind;
  /** Micro-dollars; null = unknown. */
  readonly costMicros: number | null;
  readonly savedTokens: number;
  /** Micro-dollars, net; null = unknown. */
  readonly savedMicros: number | null;
  /** Of that: what it took away again. Micro-dollars; null = unknown. */
  readonly readsLostMicros: number | null;
  readonly extraWritesMicros: number | null;
  readonly ownCallsMicros: number;
  /** How much was left out of conversations; null = nothing was looked for. */
  readonly memoryMode: MemoryMode | null;
  /** Pieces that went out other than they came. */
  readonly memoryEdits: number;
  /** Why we changed what had gone out before; null = we did not. */
  readonly prefixBreak: BatchReason | "undeclared" | null;
  /** Why the vendor's prompt cache was not read, in a sentence; null = nothing was lost. */
  readonly cacheBreak: string | null;
  /** What that cost more, in micro-dollars; null = unknown, or nothing. */
  readonly cacheBreakMicros: number | null;
  /** The model that the upstream was asked for; null = the one that the client asked for. */
  readonly modelSent: string | null;
  /** The format that was spoken with the upstream; null = the client's own. */
  readonly translated: string | null;
  /** What our own cache of answers did; null = it is off, or not for what was asked. Of a hit nothing else tells tokens. */
  readonly answerCache: CacheUse["state"] | null;
  /** Of a hit, what was not spent again: tokens and micro-dollars; null = unknown, or no hit. */
  readonly avoidedInputTokens: number | null;
  readonly avoidedOutputTokens: number | null;
  readonly avoidedMicros: number | null;
  /** What chose the upstream; null = it was refused before that, or its row is older. */
  readonly rule: string | null;
};

/** What the daemon tells its watchers. */
export type Notice =
  | {
      readonly type: "request-started";
      readonly id: string;
      readonly startedAt: number;
      readonly method: string;
      readonly path: string;
      readonly dialect: string | null;
      readonly client: string | null;
    }
  /** It is settled where a request goes; said again when it goes elsewhere. One that is refused before that has none. */
  | {
      readonly type: "request-planned";
      readonly id: string;
      readonly startedAt: number;
      readonly model: string | null;
      readonly upstream: string;
      readonly provider: string;
      readonly stream: boolean;
      readonly modelSent: string | null;
      readonly translated: string | null;
      /** Where it could not go, and why in one word; left out where that was the first place. */
      readonly movedFrom?: { readonly upstream: string; readonly reason: string };
    }
  | { readonly type: "request-ended"; readonly request: RequestSummary }
  /** A vendor's prompt cache was not read where it could have been; see `CacheBreak`. */
  | {
      readonly type: "cache-broken";
      readonly id: string;
      readonly session: string;
      readonly why: string;
      readonly costMicros: number | null;
    }
  /** What is known of an upstream has changed; `why` where its circuit is not closed, `untilAt` where that is known. */
  | {
      readonly type: "upstream-changed";
      readonly upstream: string;
      readonly state: "open" | "half-open" | "closed" | "limited" | "overloaded";
      readonly why: FailureCode | null;
      readonly untilAt: number | null;
    }
  /** A sum is nearly used up, or it is: `82% of $5.00 today`. */
  | { readonly type: "budget-told"; readonly budget: string; readonly isOver: boolean; readonly words: string }
  /** A person is asked, and requests wait for the answer; then it has come, or nobody waits any more. */
  | { readonly type: "budget-asked"; readonly ask: BudgetAsk }
  | {
      readonly type: "budget-answered";
      readonly id: string;
      readonly about: string;
      readonly answered: "allowed" | "stopped" | "late" | "left";
    }
  /** A conversation goes round in circles. */
  | { readonly type: "loop-found"; readonly id: string; readonly session: string; readonly why: string }
  | { readonly type: "upstream-switched"; readonly from: string; readonly to: string }
  /** One conversation has been sent somewhere; without an upstream it goes where all others go. */
  | {
      readonly type: "session-pinned";
      readonly session: string;
      readonly upstream: string | null;
      readonly model: string | null;
    }
  /** How much is left out of one conversation has been said; null = as of all others again. */
  | { readonly type: "session-compressed"; readonly session: string; readonly mode: MemoryMode | null }
  | { readonly type: "config-reloaded"; readonly generation: number; readonly needsRestart: readonly string[] }
  | { readonly type: "config-rejected"; readonly message: string }
  | { readonly type: "draining" };
