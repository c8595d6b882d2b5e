import type { JsonObject } from "../lib/json.ts";
import type { Tell } from "./answer.ts";
import type { ErrorAnswer, WrittenRequest } from "./dialect.ts";
import type { DialectName } from "./dialect-name.ts";
import type { ProxyError } from "./errors.ts";
import type { Provider } from "./provider.ts";

/** Something that could not be carried from one format into another as it was. */
export type Loss = {
  /** The row of the table of translations that says so: `thinking.foreign`. */
  readonly rule: string;
  /** `changed` = something near it stands in its place; `added` = the other format demands what the client left open. */
  readonly what: "dropped" | "changed" | "added";
  /** In how many places. */
  readonly count: number;
  /** What and why, in a few words without the text of any message: `thoughts of another vendor`. */
  readonly why: string;
};

/** Where a conversation goes: the format that is spoken there, and what is known of who answers. */
export type Destination = {
  readonly dialect: DialectName;
  readonly provider: Provider;
  /** The upstream's name, for sentences. */
  readonly upstream: string;
  /** The name of the model there; null = the client named none. */
  readonly model: string | null;
  /** Whether the model takes images; null = nobody knows. */
  readonly takesImages: boolean | null;
  /** The most tokens of an answer; null = nobody knows. */
  readonly maxOutputTokens: number | null;
  /** Whether marks for the vendor's cache are set where the client's format has none; absent = they are. */
  readonly autoCache?: boolean;
};

/** What a translated answer is made with besides the vendor's bytes. */
export type AnswerSetting = {
  readonly requestId: string;
  /** The query of the client's request: in one format it says how a stream is framed. */
  readonly query: string;
  /**
   * Whether this client is always told the usage of a stream, beside the reason why it ended, where its format tells it
   * only to who asks, and in a place of its own.
   */
  readonly usageAtStop?: boolean;
  /** What told input tokens are multiplied by; left out = they are told as they are. */
  readonly scaleInput?: number;
  /** What the answer tells of itself, in a format that does; left out = nobody knows. */
  readonly tell?: Tell;
  /** What time it is, in milliseconds since 1970; absent = nobody knows, and what needs it is left out. */
  readonly now?: () => number;
};

/** A tool as the client knows it. */
export type ClientTool = {
  readonly name: string;
  /** Takes a plain text: what it is called with is the text under `input`. */
  readonly isPlain: boolean;
  /** What else a call of it says in the client's format: the `namespace` that the tool is in. */
  readonly extras: JsonObject;
};

/** The client's tools by their names at the vendor; only those that the client knows in another way. */
export type Names = ReadonlyMap<string, ClientTool>;

/** A request in the upstream's format, and the way back. */
export type Translation = {
  readonly request: WrittenRequest;
  /** What the request lost. Empty = nothing. */
  readonly losses: readonly Loss[];
  readonly answer: AnswerTranslation;
};

/** Turns what a vendor answers into the client's format. Never throws. */
export type AnswerTranslation = {
  /** The vendor's headers as the client's own vendor would have named them. */
  readonly headers: (vendor: Headers) => Headers;
  /** The content type of a stream in the client's format. */
  readonly streamType: string;
  /** Whether it says what went wrong, though its status says that all is well. */
  readonly isFailure: (body: JsonObject) => boolean;
  /** A whole answer. */
  readonly whole: (body: JsonObject) => JsonObject;
  /** A whole answer where the client has asked for a stream. */
  readonly wholeAsStream: (body: JsonObject) => string;
  readonly stream: () => StreamTranslation;
  /** A stream that has come whole, where the client has asked for no stream; null = it is not complete. */
  readonly streamAsWhole: (stream: string) => ErrorAnswer | null;
  /** A vendor's error with its status, in the client's words: the class that an SDK makes of it stays the same. */
  readonly failure: (failure: VendorFailure) => ErrorAnswer;
};

/** An error answer as it came. */
export type VendorFailure = {
  readonly status: number;
  readonly headers: Headers;
  /** The body as text, whatever it is. */
  readonly text: string;
};

/** A stream on its way from one format into another: bytes in any split in, bytes of whole events out. */
export type StreamTranslation = {
  readonly take: (bytes: Uint8Array) => Uint8Array;
  /** The upstream has ended its stream: what is still to be said. */
  readonly rest: () => Uint8Array;
  /** It breaks off here, for this reason: the last that the client reads. */
  readonly broken: (reason: ProxyError) => Uint8Array;
  /** Whether no more of it can be read: it is no stream, or one event of it is beyond all measure. */
  readonly isLost: () => boolean;
  /** Whether the client was told of an error in the place of an answer. */
  readonly hasFailed: () => boolean;
  /** Says nothing, between two events, and keeps a quiet connection alive. */
  readonly keepAlive: () => Uint8Array;
};
