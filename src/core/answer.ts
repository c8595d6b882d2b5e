import type { Block, Citation, Part } from "./chat.ts";
import type { ErrorKind } from "./errors.ts";
import type { TooLong } from "./too-long.ts";
import type { Usage } from "./usage.ts";

/** Why a model stopped. `other` = a reason these words do not know; the vendor's own is beside it. */
export type StopReason =
  | "end"
  | "max-tokens"
  | "stop-sequence"
  | "tool-call"
  | "refusal"
  | "filtered"
  | "paused"
  | "context-full"
  | "other";

/** How one answer ended. */
export type Stop = {
  readonly reason: StopReason;
  /** The vendor's own word. */
  readonly said: string;
  /** The stop sequence that was met. */
  readonly sequence: string | null;
};

/** A whole answer, or a streamed one put together. */
export type Answer = Part & {
  readonly id: string | null;
  /** The model that answered, which need not be the one that was asked for. */
  readonly model: string | null;
  /** When it was begun, in seconds since 1970; absent = not told. */
  readonly createdAt?: number;
  /** One, unless the client asked for more. */
  readonly candidates: readonly Candidate[];
  readonly usage: Usage | null;
};

/** One of the answers to a request. */
export type Candidate = Part & {
  readonly index: number;
  readonly blocks: readonly Block[];
  readonly stop: Stop | null;
};

/** What a vendor says in the place of an answer, or in the middle of one. */
export type VendorError = {
  /** Its own word: `overloaded_error`, `insufficient_quota`, `RESOURCE_EXHAUSTED`. */
  readonly type: string | null;
  readonly message: string;
  /** What kind of trouble it is, by its words; `internal` where they do not tell. */
  readonly kind: ErrorKind;
  /** A finer word for it, where the vendor has one beside its type: `context_length_exceeded`. */
  readonly code?: string;
  /** The field of the request that it is about. */
  readonly param?: string;
  /** How long it asks to wait, in milliseconds, where the error itself says that and not a header. */
  readonly retryAfterMs?: number;
  /** What programs go by besides, as the vendor has it. */
  readonly details?: unknown;
  /** Of `context_overflow`, where it tells: how long the request is, and how long it may be. */
  readonly tooLong?: TooLong;
};

/** Which candidate, and which of its blocks, an event is about. */
type At = { readonly candidate: number; readonly block: number };

/** One step of a streamed answer. The blocks of a candidate are numbered from 0 in the order in which they begin. */
export type ChatEvent =
  | (Part & {
      readonly type: "start";
      readonly id: string | null;
      readonly model: string | null;
      /** When the answer was begun, in seconds since 1970; absent = not told. */
      readonly createdAt?: number;
    })
  /** A block begins; what is already known of it, its text or arguments still empty. */
  | (Part & At & { readonly type: "block-start"; readonly content: Block })
  | (Part & At & { readonly type: "text-delta"; readonly text: string })
  | (Part & At & { readonly type: "thinking-delta"; readonly text: string })
  | (Part & At & { readonly type: "signature"; readonly signature: string })
  /** A piece of the text of a tool's arguments. */
  | (Part & At & { readonly type: "input-delta"; readonly text: string })
  /** What the text of a block goes by; a reader says beside it what its format said, for writers of the same one. */
  | (Part & At & { readonly type: "citation"; readonly citation: Citation })
  | (Part & At & { readonly type: "block-end" })
  | (Part & { readonly type: "stop"; readonly candidate: number; readonly stop: Stop })
  /** Running totals: a later one replaces what it names of an earlier one. */
  | (Part & { readonly type: "usage"; readonly usage: Usage; readonly anomalies: number })
  /** The stream's proper last event. */
  | (Part & { readonly type: "end" })
  | (Part & { readonly type: "error"; readonly error: VendorError })
  /** An event that these words have no name for (a ping, a citation, a later invention). */
  | (Part & { readonly type: "unknown"; readonly json: unknown });

/** What one of several answers took: each has a price of its own, as a long prompt is dearer than two short ones. */
export type ToldAnswer = Pick<Reported, "model" | "usage" | "serviceTier">;

/** What an answer may tell besides what was said; null = nobody knows. */
export type Told = {
  readonly provider: string | null;
  /** Micro-dollars, whole. */
  readonly cost: { readonly totalMicros: number; readonly inputMicros: number; readonly outputMicros: number } | null;
  readonly latencyMs: number | null;
};

/** Says that of an answer when it is complete. */
export type Tell = (answer: ToldAnswer) => Told;

/** What was read of one answer on its way, whole or streamed. */
export type Reported = {
  readonly id: string | null;
  readonly model: string | null;
  /** Null = the vendor has said nothing of it. */
  readonly usage: Usage | null;
  readonly stop: Stop | null;
  /** Counts that could not be meant (U-34). */
  readonly anomalies: number;
  /** Tokens of what has been delivered: by our own estimate, for answers whose vendor never came to tell. */
  readonly deliveredTokens: number;
  /** An error in the place of an answer, or in the middle of one. */
  readonly error: VendorError | null;
  /** The terms that the vendor says it worked on, in its own word: `flex`, `priority`, `fast`; null = the usual ones. */
  readonly serviceTier: string | null;
  /** Of a WebSocket: every answer on it that took something, while all else here is of them together. Else empty. */
  readonly answers: readonly ToldAnswer[];
};
