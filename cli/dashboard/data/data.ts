import type { RunningRequest, Status } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import type { Answers } from "./answers.ts";

/** Something that a person should look at, as it happened. */
export type Alert = {
  /** The same thing has the same key: it is counted instead of told again. */
  readonly key: string;
  /** When it happened last. */
  readonly at: number;
  readonly count: number;
  readonly tone: "error" | "warning" | "running" | "ok";
  readonly text: string;
  /** The latest request that it is about. */
  readonly request: string | null;
  /** The upstream whose limit it is; when that ends is asked of the daemon. */
  readonly limited?: string;
  /** The upstream whose circuit it is; when it is looked at next is asked of the daemon. */
  readonly circuit?: string;
  /** The question that it is about, by its id. */
  readonly ask?: string;
  /** What this cost so far, in micro-dollars; null = unknown. */
  readonly costMicros?: number | null;
};

/** What the daemon has told. */
export type Data = {
  readonly status: Status | null;
  /** Ended requests, the newest first; so many as are kept here. */
  readonly requests: readonly RequestSummary[];
  /** Begun and not ended, the newest first. Of one that has just begun little is known: what was not told is null. */
  readonly running: readonly RunningRequest[];
  /** The newest first. */
  readonly alerts: readonly Alert[];
  /** What it answered to the questions of the screens. */
  readonly answers: Answers;
};

/** Before its first word. */
export const noData: Data = { status: null, requests: [], running: [], alerts: [], answers: {} };
