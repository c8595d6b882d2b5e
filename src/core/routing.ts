import type { DialectName } from "./dialect-name.ts";

/** One thing that was looked at on the way to a decision, in the order in which it was. */
export type Step = {
  readonly about: "upstream" | "format" | "model" | "setting";
  /** What was looked at: `session pin`, `routes[2] long`, `suffix -openai`, `models.cn`. */
  readonly rule: string;
  /** Whether it had a say. */
  readonly isTaken: boolean;
  /** Why, in a few words without the text of any message: `41,200 input tokens > 30,000`. */
  readonly why: string;
};

/** Where a request goes and why; also what a dry run tells. */
export type Decision = {
  /** The rule that chose the upstream. */
  readonly rule: string;
  readonly upstream: string;
  /** What the client speaks, and what is spoken at the upstream; null = a path that is no chat. */
  readonly from: DialectName | null;
  readonly to: DialectName | null;
  /** What the client asked for, and what the upstream is asked for. */
  readonly asked: string | null;
  readonly model: string | null;
  readonly steps: readonly Step[];
};
