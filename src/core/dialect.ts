import type { ProxyError } from "./errors.ts";

/** The wire formats by name; a provider names them by string and the runtime resolves them. */
export type DialectName = "anthropic" | "openai-chat" | "openai-responses" | "gemini";

/**
 * How far a streamed answer has come: still open, properly ended, reported as failed by the vendor itself, or
 * unreadable (an event beyond all measure: the bytes still flow, nobody can say how it ended).
 */
export type StreamState = "open" | "ended" | "failed" | "unreadable";

/** Reads a stream on the side and knows whether it ended properly. Never throws and never holds bytes back. */
export type StreamReader = {
  /** Takes the next bytes in any split; cheap enough to run inline. */
  readonly read: (bytes: Uint8Array) => void;
  /** Tells that the upstream has ended the stream. */
  readonly end: () => void;
  readonly state: () => StreamState;
  /** Events out of the format's order so far: after the last one, a second start, an end without a start. */
  readonly warnings: () => number;
  /** The name of the missing terminal event, for the sentence that tells of a cut. */
  readonly terminal: string;
  /** Whether the bytes so far end between two events, so that one more may follow as it is. */
  readonly atBoundary: () => boolean;
};

/** A whole error answer in a client's own format. */
export type ErrorAnswer = { readonly status: number; readonly body: string };

/** How the bytes of one wire format mean. Pure: no I/O, no clock. */
export type Dialect = {
  readonly name: DialectName;
  /** Whether a POST to this path is a chat in this format. */
  readonly speaks: (path: string) => boolean;
  /** Reads the stream of a 2xx answer that carries this content type; null when that is no stream we know. */
  readonly readStream: (contentType: string) => StreamReader | null;
  /** Our error as the vendor would have written it. */
  readonly writeError: (error: ProxyError, requestId: string) => ErrorAnswer;
  /** Our error as one more event of a stream that has already begun. */
  readonly writeStreamError: (error: ProxyError, requestId: string) => string;
};
