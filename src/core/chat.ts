import type { JsonObject, JsonPath } from "../lib/json.ts";
import type { DialectName } from "./dialect-name.ts";

/** Where something stood in the client's own JSON, so that an edit can name it. */
export type Origin = { readonly dialect: DialectName; readonly path: JsonPath };

/**
 * What every part of a conversation carries besides its meaning: `extras` are the fields of its dialect that the neutral
 * words do not know, by their own names (a writer of the same dialect puts them back, any other leaves them out), and
 * `origin` is where it stood; null where it was made here. `cacheMark` is there where the client wants the vendor to keep
 * the prompt up to here in its cache.
 */
export type Part = { readonly extras: JsonObject; readonly origin: Origin | null; readonly cacheMark?: CacheMark };

/** How long it is to be kept, in seconds; null = as long as the vendor usually does. */
export type CacheMark = { readonly ttlSeconds: number | null };

/** A request for an answer, in no vendor's words. Null = the client did not say. */
export type Chat = Part & {
  readonly model: string | null;
  readonly stream: boolean;
  /** Instructions before the first message, where the format keeps them apart; in some they are messages. */
  readonly system: readonly Block[];
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | null;
  readonly sampling: Sampling;
  readonly reasoning: Reasoning | null;
  readonly format: AnswerFormat | null;
  /** The vendor holds what came before: the response, conversation or thread that this goes on with. */
  readonly continues: string | null;
};

/** How the answer is drawn. */
export type Sampling = {
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly stop: readonly string[];
  readonly seed: number | null;
  readonly presencePenalty: number | null;
  readonly frequencyPenalty: number | null;
  /** How many answers are asked for. */
  readonly candidates: number | null;
};

/** How much the model thinks before it answers. */
export type Reasoning = {
  /** Whether at all; `adaptive` = the model decides. Null where an effort or a budget alone is said, which mean `on`. */
  readonly mode: "off" | "on" | "adaptive" | null;
  /** In the vendors' words: minimal, low, medium, high, xhigh, max. */
  readonly effort: string | null;
  readonly budgetTokens: number | null;
  /** Whether the thoughts are to be shown. */
  readonly isShown: boolean | null;
};

/** What shape the answer has to have. */
export type AnswerFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  | {
      readonly type: "json-schema";
      readonly name: string | null;
      readonly schema: unknown;
      readonly strict: boolean | null;
    };

/** Who speaks. `tool` = a message that holds results of tools alone; formats without it put them into the user's. */
export type Role = "system" | "developer" | "user" | "assistant" | "tool";

/** One message, in the order of the conversation. */
export type Message = Part & {
  readonly role: Role;
  /** Who of several speakers of a role. */
  readonly name: string | null;
  readonly blocks: readonly Block[];
};

/** One piece of a message. */
export type Block =
  | TextBlock
  | ThinkingBlock
  | MediaBlock
  | ToolCallBlock
  | ToolResultBlock
  | RefusalBlock
  | JsonBlock
  | UnknownBlock;

/** Plain text. */
export type TextBlock = Part & {
  readonly type: "text";
  readonly text: string;
  /** What it goes by, where the vendor tells that. */
  readonly citations?: readonly Citation[];
};

/** A page that a text goes by, and the piece of the text that it stands behind. */
export type Citation = {
  readonly url: string;
  readonly title: string | null;
  /** Where that piece begins and ends in its block, in UTF-16 units; null = it is known by its words. */
  readonly span: { readonly start: number; readonly end: number } | null;
  /** The piece itself; null = it is known by its place, or it is all of the block where that is not known either. */
  readonly said: string | null;
};

/** What the model thought. It goes back as it came: its seal is over everything before it. */
export type ThinkingBlock = Part & {
  readonly type: "thinking";
  /** Empty where it is not shown. */
  readonly text: string;
  /** The vendor's seal, or the thought itself in a form that only the vendor can read. */
  readonly signature: string | null;
  /** Whether `signature` is the whole thought (redacted, encrypted). */
  readonly isSealed: boolean;
};

/** Something that is no text. */
export type MediaBlock = Part & {
  readonly type: "media";
  readonly kind: "image" | "audio" | "video" | "document";
  readonly source: MediaSource;
  /** What the client calls it: the name of a file, the title of a document. */
  readonly name: string | null;
  /** How closely it is to be looked at, in the vendors' words: low, high, auto. */
  readonly detail: string | null;
};

/** Where the bytes of a medium are. */
export type MediaSource =
  | { readonly type: "base64"; readonly mediaType: string; readonly data: string }
  | { readonly type: "url"; readonly url: string; readonly mediaType: string | null }
  | { readonly type: "file"; readonly id: string; readonly mediaType: string | null }
  | { readonly type: "text"; readonly text: string; readonly mediaType: string | null };

/** The model wants a tool run. */
export type ToolCallBlock = Part & {
  readonly type: "tool-call";
  /** Pairs it with its result; null where the format pairs by name and order. */
  readonly id: string | null;
  readonly name: string;
  readonly input: ToolInput;
  /** The vendor's seal over the thought that led to this call; it goes back with the call. */
  readonly signature: string | null;
  /** Run by the vendor itself. */
  readonly isServerSide: boolean;
};

/**
 * The arguments of a call; as the very text where the format sends them as text, because a model's JSON may be broken.
 * `isPlain` = the text is no JSON at all, but what a tool takes that has no schema (a patch, a query).
 */
export type ToolInput = { readonly json: unknown } | { readonly text: string; readonly isPlain?: true };

/** What a tool gave. */
export type ToolResultBlock = Part & {
  readonly type: "tool-result";
  readonly callId: string | null;
  readonly name: string | null;
  readonly blocks: readonly Block[];
  readonly isError: boolean;
  readonly isServerSide: boolean;
};

/** The model declines, where the format tells that apart from text. */
export type RefusalBlock = Part & { readonly type: "refusal"; readonly text: string };

/** Data, where a format has them as such and not as text: what a tool gave, as an object of its own. */
export type JsonBlock = Part & { readonly type: "json"; readonly json: unknown };

/** What these words have no name for: it travels as it is within its dialect. */
export type UnknownBlock = Part & { readonly type: "unknown"; readonly json: unknown };

/** A tool that the model may call. */
export type Tool = Part & {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of its arguments; null for tools of the vendor's own, and for those that take plain text. */
  readonly schema: unknown;
  /** Takes one plain text instead of arguments. */
  readonly isPlain: boolean;
  /** Whether the vendor is to hold the model to the schema. */
  readonly isStrict: boolean | null;
  /** The vendor's word for a tool that the vendor runs; null = the client runs it. */
  readonly hosted: string | null;
};

/** Which tools the model may, must or must not call. */
export type ToolChoice = Part & {
  readonly mode: "auto" | "none" | "required" | "named";
  readonly name: string | null;
  /** Whether several calls at once are allowed. */
  readonly isParallel: boolean | null;
};
