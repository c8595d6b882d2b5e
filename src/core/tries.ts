/**
 * What may happen at a target so that another one is asked: nothing could be sent to it, 429, 529 and 503, another 5xx, or
 * an error in the place of an answer that began as a good one.
 */
export const troubles = ["unreachable", "limited", "overloaded", "failed", "error_first"] as const;

/** See `troubles`. */
export type Trouble = (typeof troubles)[number];

/** A try that came to nothing, or a target that was passed over. The last try, which is the answer's, is none of these. */
export type Try = {
  readonly upstream: string;
  /** How the key may be shown that is the daemon's own; null = the client's, or none. */
  readonly key: string | null;
  /** The model that was asked for there; null = none was named. */
  readonly model: string | null;
  /** From the request's start, in milliseconds. */
  readonly atMs: number;
  readonly tookMs: number;
  /** `skipped`: it was not asked. `failed`: no answer came. `declined`: one came, and the client did not get it. */
  readonly what: "skipped" | "failed" | "declined";
  /** In one word, of a closed list: `refused`, `dns`, `limited`, `key_vendor_mismatch`. */
  readonly reason: string;
  /** In a few words without the text of any message: `429, asked to wait 7 s`. */
  readonly why: string;
  /** How long was waited after it, in milliseconds. */
  readonly waitedMs: number;
};

/** What came of a target that was no answer for the client. */
export type Came = Pick<Try, "what" | "reason" | "why">;
