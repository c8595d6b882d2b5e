import type { FailureCode, OutcomeCode } from "./errors.ts";

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
};

/** What the daemon tells its watchers. */
export type Notice =
  | {
      readonly type: "request-started";
      readonly id: string;
      readonly method: string;
      readonly path: string;
      readonly client: string | null;
    }
  | { readonly type: "request-ended"; readonly request: RequestSummary }
  | { readonly type: "upstream-switched"; readonly from: string; readonly to: string }
  | { readonly type: "config-reloaded"; readonly generation: number; readonly needsRestart: readonly string[] }
  | { readonly type: "config-rejected"; readonly message: string }
  | { readonly type: "draining" };
