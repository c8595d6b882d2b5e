import type { Reported } from "./answer.ts";
import type { CacheUse } from "./answer-cache.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import type { Dialect } from "./dialect.ts";
import type { Edit } from "./edit.ts";
import type { ProxyError } from "./errors.ts";
import type { Judge } from "./judge.ts";
import type { Queued } from "./limit.ts";
import type { Forwarded, MemoryMode, ModeChoice, Savings } from "./memory.ts";
import type { Ending, Outcome } from "./outcome.ts";
import type { Pace } from "./pace.ts";
import type { Pin } from "./pin.ts";
import type { Address, Upstream } from "./provider.ts";
import type { Refusal } from "./refusal.ts";
import type { Decision } from "./routing.ts";
import type { CacheTruth, SessionTurn } from "./session.ts";
import type { Upgrade } from "./socket.ts";
import type { Home } from "./stays.ts";
import type { Loss } from "./translation.ts";
import type { Trouble, Try } from "./tries.ts";
import type { Bill } from "./usage.ts";

/**
 * A request's body: nothing, the client's bytes held whole, or a stream that is passed on as it comes. One that was held
 * is `gone` when it has been answered and read: a stream may last for minutes after that, and there may be a thousand.
 */
export type Body =
  | { readonly kind: "none" }
  | { readonly kind: "held"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "gone" }
  | StreamedBody;

type StreamedBody = {
  readonly kind: "streamed";
  readonly stream: ReadableStream<Uint8Array>;
  readonly length: number | null;
  /** Whether all of it has come. */
  readonly isWhole: () => boolean;
  /** Why it broke off; null as long as it did not. */
  readonly failure: () => ProxyError | null;
};

/** One place where an exchange may go. */
export type Target = {
  readonly upstream: Upstream;
  readonly endpoint: Address;
  readonly url: string;
  /** The format that is spoken there, where it is not the client's: the request has to be translated. */
  readonly translateTo?: Dialect | null;
  /** The model's name there, where it is not what the client said. */
  readonly model?: string | null;
  /** What told input tokens are multiplied by in a translated answer; null = they are told as they are. */
  readonly scaleInput?: number | null;
  /** What a vendor's limit goes by: the model there, and a mark of the client's key, which counts where we add none. */
  readonly asks?: { readonly model: string | null; readonly clientKey: () => string | null };
  /** What is changed for it alone in the client's own words: its model, whether it thinks. */
  readonly edits?: readonly Edit[];
  /** How it came to be named, where it is not the one that was chosen first. */
  readonly decision?: Decision;
  /** After what trouble of another target it is asked instead, beside one that nothing could be sent to. */
  readonly takesOverAfter?: readonly Trouble[];
};

/** Where one exchange may go, in order, and the rule that chose it. The first target is the one that is asked now. */
export type Plan = {
  readonly targets: readonly Target[];
  readonly rule: string;
  /** How it came to that; null = nothing was to be decided. */
  readonly decision?: Decision | null;
  /** Where it was to go before anybody has looked who can be asked; left out where there is no other place. */
  readonly chosen?: Home;
  /** How its conversation is treated, where a rule says; `why` is its name. */
  readonly memory?: { readonly mode: MemoryMode; readonly why: string };
  /** Why there are no targets, for what can be answered without one. */
  readonly refusal?: ProxyError;
};

/** What we learn about an exchange on its way: a closed list, each field set by one part. */
export type Notes = {
  /** The model the client asked for, found by a byte scan; null when the body names none. */
  model: string | null;
  /** Whom the body says it is for: a provider or an upstream by its name; null where its format has no word for that. */
  addressee: string | null;
  /** Where a person has sent the conversation that it belongs to; null = nowhere in particular. */
  pin: Pin | null;
  /** Fields that decide where a request goes and that its body has twice, with different values. */
  ambiguous: readonly string[];
  /** Whether the client asked for a stream. */
  stream: boolean;
  /** Tries at a target so far. */
  attempts: number;
  /** Those that came to nothing, and targets that were passed over, in their order. */
  tries: readonly Try[];
  /** The upstream of the latest try. */
  upstream: string | null;
  provider: string | null;
  /** The status that it answered with; null = it has not. */
  statusThere: number | null;
  /** How long it asked to wait before the next request; null when it did not. */
  retryAfterMs: number | null;
  /** How it refused to answer for now (429, 503, 529); null when it did not. */
  refusal: Refusal | null;
  bytesIn: number;
  bytesOut: number;
  /** That it waited for its turn, or does; null = it went on at once. */
  queued: Queued | null;
  /** What the client was told that a limit, a budget or a person has stopped; null where none has. */
  stopped: string | null;
  /** Monotonic clock, when it left for the vendor and when the head of the answer came; of several tries the latest. */
  sentAt: number | null;
  headAt: number | null;
  /** Monotonic clock, when the first byte of the answer's body came. */
  firstByteAt: number | null;
  readonly pace: Pace;
  /** What a stream has told up to now; null = there is none that can be read, or it has ended. */
  soFar: (() => Reported) | null;
  /** What was read of the answer; null = there was none that could be read. */
  reported: Reported | null;
  /** Whether the vendor was asked for a usage that the client has not asked for: it is taken out of the answer again. */
  isUsageInjected: boolean;
  /** Null until the outcome is known. */
  bill: Bill | null;
  /** The conversation that the request belongs to; null = it is no part of one. */
  session: SessionTurn | null;
  /** Of the vendor's prompt cache; null where there was no prompt to look at. */
  cache: CacheTruth | null;
  /** What our own cache of answers did for it; null = it is off, or not for what was asked. */
  answerCache: CacheUse | null;
  /** How its conversation is treated, and who says so; null = that was not asked. */
  memory: ModeChoice | null;
  /** What was left out of it; null = nothing was looked for. */
  forwarded: Forwarded | null;
  /** Sealed thoughts that no longer fit what stands before them, because of what was left out. */
  misfitThoughts: number;
  /** By what edits of ours have left out, net: nothing before its bill is known. */
  saved: { readonly tokens: number; readonly costMicros: number | null };
  /** How that came about; null = nothing was left out, or the bill is not known yet. */
  savings: Savings | null;
  /** What was lost on the way into another format; of several tries the latest. */
  losses: readonly Loss[];
  /** What middleware of the user's had to say, by its name. */
  remarks: readonly { readonly by: string; readonly text: string }[];
  /** Headers that middleware of the user's adds on the way to the vendor. */
  added: readonly (readonly [name: string, value: string])[];
};

/** What a request shows of the proxy's own tokens. */
export type ShownToken = "right" | "wrong" | "none";

/** Hears a piece of an answer before the client gets it. Must be quick, must not throw and must not change it. */
export type AnswerHearer = (piece: Uint8Array) => void;

/** Hears that one more answer on a WebSocket is whole; what it gives ends the connection. Never rejects. */
export type AnswerWatch = () => Promise<ProxyError | null>;

/** The only thing that flows: one request, and everything we learn about it until the last byte has left. */
export type Exchange = {
  readonly id: string;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  /** Monotonic clock in milliseconds; durations are measured from here. */
  readonly startedTick: number;
  readonly request: Request;
  /** The path as it reached us, without query. */
  readonly path: string;
  /** The query as it reached us, with its `?`; empty when there is none. */
  readonly query: string;
  /** Set when the body has been taken and before the first middleware runs; who needs it at the end keeps it. */
  body: Body;
  /** What the client speaks; null = a path that we only pass on. */
  readonly dialect: Dialect | null;
  /** The format that errors of ours are written in. */
  readonly errorDialect: Dialect;
  /** The client program by its user agent: `claude-cli`, `openai-python`. */
  readonly client: string | null;
  /** Which token of ours the client shows; looked at when it is asked for. */
  readonly token: () => ShownToken;
  /** Who sends it; looked at when it is asked for. */
  readonly caller: () => Caller;
  /** Lifts the listener's limit for quiet connections, for an answer that takes long and is watched otherwise. */
  readonly keepOpen: () => void;
  /** Closes the connection of a client that takes nothing any more: what still waits for it would keep it open for ever. */
  readonly letGo: () => void;
  /** What the client has not taken yet: changes as long as it reads, however slowly; null where nobody can know. */
  readonly unread: () => string | null;
  /** Makes a WebSocket of a request that asks to become one; null = it is plain HTTP. */
  readonly upgrade: Upgrade | null;
  /** The client's body as a conversation, read when it is first asked for; null where there is none to read. */
  readonly chat: () => Chat | null;
  /** Hear each piece of the answer's body as it goes to the client, and may keep copies alone; see `AnswerHearer`. */
  readonly hearers: AnswerHearer[];
  /** Says of an answer that begins whether the client gets it; null = it gets every one. */
  judge: Judge | null;
  /** Hear of each whole answer on a WebSocket. */
  readonly onAnswer: AnswerWatch[];
  plan: Plan;
  /** What of the client's request changes on its way out; empty = untouched. Replaced as a whole. */
  edits: readonly Edit[];
  readonly notes: Notes;
  /** Settles exactly once, however the answer ended; never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Ends the exchange; only the first call counts. */
  readonly settle: (ending: Ending) => void;
};
