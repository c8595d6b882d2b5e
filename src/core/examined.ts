/** One step on the way to a vendor's answer, and how it went; `unknown` = it was not tried, or told nothing. */
export type Stage = {
  readonly stage: "dns" | "tcp" | "tls" | "auth";
  readonly verdict: "ok" | "failed" | "unknown";
  readonly detail: string | null;
};

/** How the vendor took one of several keys. */
export type KeyFound = Pick<Stage, "verdict" | "detail"> & {
  /** How it may be shown. */
  readonly key: string;
};

/** What an examination of one upstream found. */
export type Examined = {
  readonly reachable: boolean;
  /** Of the handshakes with its slowest address. */
  readonly latencyMs: number | null;
  readonly reason: string | null;
  /** The step that failed is the last one that was tried. */
  readonly stages: readonly Stage[];
  /** Each of our keys, where there are several. */
  readonly keys?: readonly KeyFound[];
};
