import type { DialectName } from "./dialect-name.ts";

/** A request under way, as people see it. */
export type RunningRequest = {
  readonly id: string;
  readonly startedAt: number;
  readonly method: string;
  readonly path: string;
  readonly dialect: DialectName | null;
  readonly client: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  readonly provider: string | null;
  /** `s_…`; null = no part of a conversation, or not looked at yet. */
  readonly session: string | null;
  readonly turn: number | null;
  /** As in `RequestSummary`; null too where it is not settled yet. */
  readonly modelSent: string | null;
  readonly translated: string | null;
  readonly stream: boolean;
  readonly attempts: number;
  /** `waiting` until the first byte of the answer is here. */
  readonly phase: "queued" | "waiting" | "streaming";
  /** Its place in the row of those who wait for their turn, by which limit and since when (wall clock); only where it is queued. */
  readonly queue?: { readonly place: number; readonly limit: string; readonly sinceAt: number };
  readonly ttftMs: number | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Wall clock, when the latest bytes of the answer came. */
  readonly lastByteAt: number | null;
  /** What has been delivered so far by our own estimate; null = it cannot be read while it runs. */
  readonly outputTokens: number | null;
};
