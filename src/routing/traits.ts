import type { DialectName } from "../core/dialect-name.ts";
import type { Pin } from "../core/pin.ts";

/** What a request shows of where it should go; what costs something is looked at when it is asked for. */
export type Traits = {
  readonly path: string;
  readonly headers: Headers;
  /** The vendor whose key it came with, by its name, where the key is not there any more. */
  readonly keyOwner?: string | null;
  /** What the client speaks; null = a path that is no chat, and then nothing is ever translated. */
  readonly dialect: DialectName | null;
  /** The format that the path and the headers are in, chat or not. */
  readonly manner: DialectName;
  /** The format of the chat that the client wants to have counted, and no answer to; null = it wants something else. */
  readonly counted: DialectName | null;
  /** Whether the client wants a WebSocket. */
  readonly isSocket: boolean;
  readonly model: string | null;
  /** Fields that the body has twice, with different values. */
  readonly ambiguous: readonly string[];
  readonly stream: boolean;
  /** Why its body cannot be changed on the way; null = it can. */
  readonly fixed: string | null;
  /** The program: `claude-cli`. */
  readonly client: string | null;
  /** The upstream or the vendor that the body names, in a format of our own; null = it names none. */
  readonly addressee: string | null;
  /** Where somebody has pinned the conversation to; null = nowhere. */
  readonly pin: () => Pin | null;
  /** How the client names its conversation; null = it does not. */
  readonly session: () => string | null;
  /** What is in the body, read once. */
  readonly content: () => Content;
  /** Whether it may have an image at all, by its bytes; much quicker than `content`. */
  readonly mayHoldImage: () => boolean;
};

/** What is in a body, or why nobody knows. */
export type Content = Known | { readonly unknown: string };

/** A body that was read. */
export type Known = {
  readonly unknown: null;
  /** In messages, and in what tools gave. */
  readonly images: number;
  /** Names of the tools, and of the vendor's own ones what the vendor calls them. */
  readonly tools: readonly string[];
  /** Whether the client asks for thoughts. */
  readonly isThinking: boolean;
  /** By our own estimate, with what was learned of the model. */
  readonly inputTokens: () => number;
};
