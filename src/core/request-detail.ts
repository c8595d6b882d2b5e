import type { RequestSummary } from "./notice.ts";
import type { CostWord } from "./price.ts";
import type { Routed } from "./routed.ts";
import type { RunningRequest } from "./running.ts";

/** One piece of a conversation for people to read: its beginning where it is long. */
export type ShownPart = {
  readonly kind: "text" | "thinking" | "image" | "document" | "tool-call" | "tool-result" | "other";
  /** Of a tool, a file, or the client's word for what these words have none for. */
  readonly name: string | null;
  readonly text: string;
  /** Of the whole piece, about; of an image or a document its own, where they are known. */
  readonly bytes: number;
  readonly isError?: boolean;
};

/** What was said in one request, and what was answered. */
export type Conversation = {
  readonly system: readonly ShownPart[];
  readonly tools: readonly { readonly name: string; readonly bytes: number }[];
  readonly messages: readonly { readonly role: string; readonly parts: readonly ShownPart[] }[];
  readonly answer: readonly ShownPart[];
  /** Characters that were left out. */
  readonly cut: number;
};

/** When the steps of a request were, in milliseconds from its start; null = it did not come to that, or nobody saw. */
export type Timeline = {
  readonly sentMs: number | null;
  readonly headMs: number | null;
  readonly firstByteMs: number | null;
  readonly lastByteMs: number | null;
  /** Null while it runs. */
  readonly endMs: number | null;
  /** In how many pieces the answer came. */
  readonly pieces: number | null;
  /** The longest silence between two of them, and when it began. */
  readonly longestGapMs: number | null;
  readonly longestGapAtMs: number | null;
};

/** Headers for people: of those that could hold a secret, only the name. */
export type ShownHeaders = readonly (readonly [name: string, value: string])[];

/** A part of a bill. */
export type CostLine = {
  readonly what: CostWord;
  /** Tokens; of searches their number. */
  readonly count: number;
  readonly micros: number | null;
};

/** What became of a prompt's repeated beginning at the vendor; see `CacheTruth`. */
export type ShownCache = {
  readonly repeatedShare: number | null;
  readonly readShare: number | null;
  /** Why what could have been read was not, in a sentence; null = nothing was lost. */
  readonly why: string | null;
  readonly costMicros: number | null;
};

/** What a client sent, as a text that can be sent again; without one, why. */
export type RequestBody = { readonly text: string | null; readonly why: string | null };

/** One request whole, as much as is known of it. */
export type RequestDetail = {
  /** Null while it runs. */
  readonly summary: RequestSummary | null;
  /** Null when it has ended. */
  readonly running: RunningRequest | null;
  /** Where it went: origin and path, and of a query what may be seen; null = not known any more, or nowhere. */
  readonly url: string | null;
  /** Why it went there. */
  readonly rule: string | null;
  /** How it came to that, what was lost on the way into another format, and which features changed it. */
  readonly routed: Routed;
  readonly attempts: number;
  readonly timeline: Timeline;
  readonly request: { readonly headers: ShownHeaders; readonly bytes: number };
  /** Null = no answer has begun, or nothing is known of it any more. */
  readonly answer: { readonly status: number | null; readonly headers: ShownHeaders; readonly bytes: number } | null;
  readonly conversation: Conversation | null;
  /** Why there is none, as a sentence; null where there is one. */
  readonly whyNoConversation: string | null;
  /** Together they are the bill, where it is known; empty where there is none. */
  readonly costLines: readonly CostLine[];
  readonly remarks: readonly { readonly by: string; readonly text: string }[];
  readonly cache: ShownCache | null;
  /** Pieces of the conversation that went out other than they came; empty where none did, or it is not known any more. */
  readonly edits: readonly ShownEdit[];
};

/** A piece that went out other than it came. */
export type ShownEdit = {
  /** What it came from: `Bash npm test`. */
  readonly source: string;
  /** Who made it shorter. */
  readonly by: readonly string[];
  /** Tokens, by the quick estimate. */
  readonly before: number;
  readonly after: number;
  /** By which what was left out is found again. */
  readonly ids: readonly string[];
  /** What the client sent and what went out, as far as they are kept; their beginnings where they are long. */
  readonly sent: string | null;
  readonly went: string | null;
  /** False where these are only beginnings. */
  readonly isWhole: boolean;
  readonly isBatched: boolean;
};
