import type { JsonPath } from "../lib/json.ts";

/** How a request came to its session. */
export type Joining =
  /** It names its conversation itself: a header, a field of its body, a thread at the vendor. */
  | "explicit"
  /** It goes on where an earlier request of the session ended. */
  | "continued"
  /** It leaves an earlier request behind somewhere in the middle: a message was edited, an answer asked for again. */
  | "forked"
  /** The client has shortened the conversation: many of the messages are the same. */
  | "compacted"
  /** Nothing like it was seen before. */
  | "new";

/** A request's place in its conversation. */
export type SessionTurn = {
  /** `s_…`; the session's name everywhere. */
  readonly id: string;
  /** Counts the requests of the session from 1; null for a call beside the conversation. */
  readonly turn: number | null;
  readonly joined: Joining;
  /** A call beside the conversation (a title, a quota probe, a token count): it has no turn of its own. */
  readonly isUtility: boolean;
};

/** Why what was in a vendor's prompt cache could not be read from it again. */
export type CacheBreak = {
  readonly cause:
    | "block-changed"
    | "idle"
    | "switched"
    | "model-changed"
    /** The client marks other places for the cache than it did, or none. */
    | "marks-moved"
    /** Vendors keep no prompt that is so short. */
    | "too-short"
    /** We have left something out of what had gone out as it was: a batch, for a reason. */
    | "memory"
    | "unexplained";
  /** One sentence without the text of any message: `tools[7] added`. */
  readonly why: string;
  /** The first place that is not as it was; null where no block changed. */
  readonly at: JsonPath | null;
  /** What it cost more than a read would have; null = no price is known. */
  readonly costMicros: number | null;
};

/** What became of a prompt's repeated beginning at the vendor. */
export type CacheTruth = {
  /** The share of the prompt that the turn before had sent already, from 0 to 1, by our own estimate. */
  readonly repeatedShare: number | null;
  /** What the vendor read from its cache, as a share of the prompt; null = it did not say. */
  readonly readShare: number | null;
  /** Null = nothing that could have been read was lost. */
  readonly broke: CacheBreak | null;
  /** All of the prompt as it went out, by our own estimate. */
  readonly tokens: number;
  /** Of that: what leads the conversation, up to the client's last mark for the cache in it. */
  readonly markedHead: number;
  /** What the vendor could have read of it had nothing been broken, in its own tokens; null = there was nothing before it. */
  readonly readableTokens: number | null;
  /** Whether the vendor could not have it in its cache any more: it was idle for too long, or went elsewhere before. */
  readonly isCold: boolean;
  /** Whether we have sent other bytes than before where the client has not, and no batch was declared. */
  readonly isOurs: boolean;
};

/** A request, as far as it shows what it is about; null = it is no chat, and no upgrade. */
type Asked = { readonly dialect: object | null; readonly upgrade: object | null; readonly path: string };

/** Chats, the WebSockets that programs chat over, and what counts their tokens. */
export const isOfConversation = ({ dialect, upgrade, path }: Asked): boolean =>
  dialect !== null || upgrade !== null || /count_tokens$|input_tokens$|:countTokens$/.test(path);
