import type { Ask, DialectName, Reply } from "./conversation.ts";
import type { Ids } from "./ids.ts";
import type { JsonObject } from "./json-view.ts";
import type { Refusal } from "./refusal.ts";

/** Whose manners an answer has: headers, error bodies and small habits. */
export type Vendor = "anthropic" | "openai" | "google" | "mistral";

/** What of a request a format reads: its JSON, and what Google puts into the path instead. */
export type Call = {
  readonly json: JsonObject;
  readonly model: string;
  readonly stream: boolean;
  /** Flags of the header by which Anthropic's clients ask for what is not for everyone yet. */
  readonly betas: readonly string[];
};

/** All that is needed to write an answer down. */
export type Answer = {
  readonly ask: Ask;
  readonly reply: Reply;
  readonly json: JsonObject;
  readonly ids: Ids;
  readonly createdAt: number;
  /** Whether a stream is a list of server-sent events (Google can also stream one JSON array). */
  readonly sse: boolean;
};

/** One event of a stream as the vendor writes it; `last` marks the one that tells that the answer is whole. */
export type Frame = { readonly text: string; readonly last: boolean };

/** A wire format: reads what is asked, writes the answer whole or as events, and fails in its own words. */
export type Format = {
  readonly dialect: DialectName;
  readonly vendor: Vendor;
  readonly read: (call: Call) => Ask;
  readonly whole: (answer: Answer) => string;
  readonly frames: (answer: Answer) => Iterable<Frame>;
  /** The vendor's own error inside a stream that began well. */
  readonly errorFrame: (refusal: Refusal, requestId: string, sse: boolean) => Frame;
};

/** A frame that is not the last one. */
export const frame = (text: string): Frame => ({ text, last: false });

/** The frame that tells that the answer is whole. */
export const lastFrame = (text: string): Frame => ({ text, last: true });
