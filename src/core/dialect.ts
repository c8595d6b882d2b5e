import type { JsonObject } from "../lib/json.ts";
import type { SseEvent } from "../lib/sse.ts";
import type { Answer, ChatEvent, Reported, Tell, VendorError } from "./answer.ts";
import type { Chat } from "./chat.ts";
import type { DialectName } from "./dialect-name.ts";
import type { ProxyError } from "./errors.ts";
import type { UsageReading } from "./usage.ts";

/**
 * How far a streamed answer has come: still open, properly ended, reported as failed by the vendor itself, or
 * unreadable (an event beyond all measure, or a last one that is no JSON: the bytes still flow, nobody can say how it ended).
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
  /** Whether nothing follows the event that ends it; where something may, it is over only when the upstream ends it. */
  readonly hasEnd: boolean;
  /** The name of the missing terminal event, for the sentence that tells of a cut. */
  readonly terminal: string;
  /** Whether the bytes so far end between two events, so that one more may follow as it is. */
  readonly atBoundary: () => boolean;
  /** Whether an event of ours may be put into it: a stream in another frame is only broken off. */
  readonly isEventStream: boolean;
  /** What the answer has told of itself so far. */
  readonly reported: () => Reported;
};

/** Reads one stream's events, each into what it means; keeps what it must remember from one to the next. Never throws. */
export type EventReader = {
  readonly read: (event: SseEvent) => readonly ChatEvent[];
  /** What is certain only when nothing more comes, for formats without a last event. */
  readonly end?: () => readonly ChatEvent[];
};

/** Writes a stream's events in one format; keeps what it must remember from one to the next. */
export type EventWriter = {
  /** The bytes of server-sent events as text; empty where the format has nothing to say to this one. */
  readonly write: (event: ChatEvent) => string;
  /** An error of ours as the next event, in formats that number them; absent = as `writeStreamError` of the dialect. */
  readonly breakOff?: (error: ProxyError) => string;
};

/** A request as it goes out: the path below the address of an upstream, the query without its `?`, and the body. */
export type WrittenRequest = {
  readonly path: string;
  readonly query: string;
  readonly body: JsonObject;
  /** Headers that the body is only valid with: versions, betas. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** The words of one wire format. All are pure; readers never throw and take what they cannot read as unknown. */
export type Words = {
  /** A body as a conversation; `path` for the formats that name the model and the stream there. */
  readonly readRequest: (body: JsonObject, path: string) => Chat;
  readonly writeRequest: (chat: Chat) => WrittenRequest;
  /** A whole answer; an error in its place is no answer, see `readFailure`. */
  readonly readAnswer: (body: JsonObject) => Answer;
  /** `tell` for the formats that say what an answer cost. */
  readonly writeAnswer: (answer: Answer, tell?: Tell) => JsonObject;
  readonly eventReader: () => EventReader;
  /** `usageAtStop` for clients that look for the usage beside the reason why a stream ended. */
  readonly eventWriter: (tell?: Tell, usageAtStop?: boolean) => EventWriter;
  /** The usage object as this format spells it. */
  readonly readUsage: (usage: unknown) => UsageReading;
  /** The error that a body is; null where it is none. */
  readonly readFailure: (body: JsonObject) => VendorError | null;
};

/** How many tokens a text has, by a quick estimate. */
export type Measure = (text: string) => number;

/** A whole error answer in a client's own format. */
export type ErrorAnswer = {
  readonly status: number;
  readonly body: string;
  /** What the client is asked to wait, in milliseconds, where the vendor has said so in no header. */
  readonly retryAfterMs?: number;
};

/** What goes with an error of a vendor's besides what it says. */
export type FailureHead = {
  readonly status: number;
  readonly requestId: string;
  /** How long it asks to wait, in milliseconds; null = it does not say. */
  readonly retryAfterMs: number | null;
};

/** The names that a format's own vendor has for headers which others have, too. */
export type AnswerHeaders = {
  readonly requestId: string;
  /** The header that tells of a limit of requests or tokens: how many there are, how many are left, when it is full again. */
  readonly limits: (thing: "requests" | "tokens", what: "limit" | "remaining" | "reset") => string;
  /** Whether the last of these is a point in time (RFC 3339) or how long it takes (`1m30s`). */
  readonly resets: "time" | "duration";
};

/** How the events of a stream stand in its bytes. */
export type StreamForm = {
  readonly contentType: string;
  /** Events as the writer has written them, in this form. */
  readonly framed: (events: string) => string;
  /** Says nothing, and keeps a quiet connection alive. */
  readonly keepAlive: string;
  /** What closes the stream, after its last event. */
  readonly close: () => string;
};

/** How the bytes of one wire format mean. Pure: no I/O, no clock. */
export type Dialect = Words & {
  readonly name: DialectName;
  /** Whether a POST to this path is a chat in this format. */
  readonly speaks: (path: string) => boolean;
  /**
   * Reads the stream of a 2xx answer that carries this content type; null when that is no stream we know. `path` is what
   * was asked for: one format streams plain JSON from a path of its own.
   */
  readonly readStream: (contentType: string, measure?: Measure, path?: string) => StreamReader | null;
  /** Our error as the vendor would have written it. */
  readonly writeError: (error: ProxyError, requestId: string) => ErrorAnswer;
  /** A vendor's error in the words of this format, so that its SDKs make the same of it. */
  readonly writeFailure: (error: VendorError, head: FailureHead) => ErrorAnswer;
  /** How a stream is framed that is asked for with this query; absent = as server-sent events. */
  readonly streamForm?: (query: string) => StreamForm;
  /** Whether a client that asks so is told the usage of a stream; absent = always. */
  readonly wantsUsage?: (chat: Chat) => boolean;
  /** What the ids of answers begin with; absent = they may be anything. */
  readonly idPrefix?: string;
  /** Every thought has a seal in this format. */
  readonly needsSeals?: true;
  /** Answers may have images and sound in them. */
  readonly answersWithMedia?: true;
  /** The names of what is said beside an answer; absent = the format has none. */
  readonly answerHeaders?: AnswerHeaders;
  /** Our error as one more event of a stream that has already begun. */
  readonly writeStreamError: (error: ProxyError, requestId: string) => string;
  /** What is there in a format that no vendor speaks, as none would say what is wrong with a request. */
  readonly own?: OwnFormat;
};

/** What a format of ours has beside those of the vendors. */
export type OwnFormat = {
  /** What is wrong with a body as a request; null where nothing is. */
  readonly check: (body: unknown, known: Addressees) => JsonObject | null;
  /** Whom a body says it is for; null where it does not say. */
  readonly addressee: (body: JsonObject) => string | null;
};

/** Whom a request may say it is for. */
export type Addressees = {
  readonly names: readonly string[];
  /** Whether it has to say so: nothing else tells where it goes. */
  readonly isNeeded: boolean;
};
