import type { Status } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import type { Answers } from "./answers.ts";

/** Something that a person should look at, as it happened. */
export type Alert = {
  readonly at: number;
  readonly tone: "error" | "warning" | "running";
  readonly text: string;
  /** The request that it is about. */
  readonly request: string | null;
};

/** A request that has begun, as far as its notice told. */
export type Begun = { readonly id: string; readonly at: number; readonly client: string | null; readonly path: string };

/** What the daemon has told. */
export type Data = {
  readonly status: Status | null;
  /** Ended requests, the newest first; so many as are kept here. */
  readonly requests: readonly RequestSummary[];
  /** Begun and not ended, the newest first. */
  readonly begun: readonly Begun[];
  readonly alerts: readonly Alert[];
  /** What it answered to the questions of the screens. */
  readonly answers: Answers;
};

/** Before its first word. */
export const noData: Data = { status: null, requests: [], begun: [], alerts: [], answers: {} };
