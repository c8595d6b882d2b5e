import type { PixelSize } from "../lib/image-size.ts";
import type { JsonObject, JsonPath } from "../lib/json.ts";
import type { Role } from "./chat.ts";

/** How much of a conversation may be left out on its way to the vendor; see docs/memory.md. */
export const memoryModes = ["off", "shadow", "lossless", "balanced", "aggressive"] as const;

/** One of them. */
export type MemoryMode = (typeof memoryModes)[number];

/** Those that change what is sent. */
export type EditingMode = Exclude<MemoryMode, "off" | "shadow">;

/** Those that change what is sent, the most careful first. */
export const editingModes = ["lossless", "balanced", "aggressive"] as const satisfies readonly EditingMode[];

/** Whether a mode changes what is sent. */
export const isEditing = (mode: MemoryMode): mode is EditingMode => mode !== "off" && mode !== "shadow";

/** Who may say how a conversation is treated, the strongest first; `stopped` = it is off for all. */
export type ModeSayer = "stopped" | "header" | "session" | "route" | "upstream" | "learned" | "setting";

/** A mode, who says so, and in a few words where: `routes[2] long`, `x-proxy-memory`. */
export type ModeChoice = {
  readonly mode: MemoryMode;
  readonly by: ModeSayer;
  readonly why: string;
  /** Whether what has gone out may be changed in a batch; missing = as the mode has it. */
  readonly batches?: boolean;
};

/** How much is left out, as `status` tells it. */
export type MemoryStatus = {
  readonly mode: MemoryMode;
  /** Who has set it: `default`, a file, a variable. */
  readonly source: string;
  /** Wall clock, since when this daemon has it. */
  readonly since: number;
  /** How many conversations are treated otherwise, each by itself. */
  readonly sessions: number;
};

/** How much is left out of one conversation from now on. */
export type Compressed = {
  readonly before: MemoryMode | null;
  /** Null = as of all others. */
  readonly mode: MemoryMode | null;
  /** What is said for all of them; nothing is left out anywhere where that is off. */
  readonly setting: MemoryMode;
};

/** What learning goes for; see docs/memory.md. */
export const rewardProfiles = ["QUALITY", "BALANCED", "COST"] as const;

/** One of them. */
export type RewardProfile = (typeof rewardProfiles)[number];

/** What becomes of a thought that a vendor has sealed over what stands before it. */
export const thinkingBindings = ["keep", "drop_block"] as const;

/** Something in a conversation that may be left out or made shorter: one text, or one image. */
export type Piece = {
  /** Its place within its entry: that of the string, or of the whole block of an image. */
  readonly path: JsonPath;
  /** `result`: what a tool gave; `text`: what a client says; `image`: a picture, wherever it stands. */
  readonly kind: "result" | "text" | "image";
  readonly role: Role;
  /** Of what it says, as the client sends it; of an image: of its bytes. */
  readonly hash: string;
  /** How many tokens it has, by the quick estimate. */
  readonly tokens: number;
  /** Pairs a result with its call; null where the format does not, or it is no result. */
  readonly callId: string | null;
  /** Of a result: whether the tool failed. */
  readonly isError: boolean;
  /** Of an image: how large it is; left out where its bytes do not tell, and for what is none. */
  readonly pixels?: PixelSize;
};

/** A tool that the model wanted run. */
export type PieceCall = {
  readonly id: string | null;
  readonly name: string;
  /** Its arguments, in so few words that a line holds them: `npm test`, `src/a.ts`. */
  readonly label: string;
  /** The file that it is about; null where it names none. */
  readonly file: string | null;
  /** What it does to that file, as far as its name tells. */
  readonly does: "read" | "write" | "other";
  /** Of its name and its arguments. */
  readonly hash: string;
};

/** One element of a client's list of messages, as far as it matters for what is left out. */
export type Entry = {
  /** Of what makes it the same message when it is sent again; null = it does not count. */
  readonly hash: string | null;
  readonly author: "model" | "client" | "instructions";
  /** Whether the vendor has sealed a thought in it, over everything before. */
  readonly isBound: boolean;
  /** How many tokens it has in all, by the quick estimate. */
  readonly tokens: number;
  readonly pieces: readonly Piece[];
  readonly calls: readonly PieceCall[];
};

/** One thing that is done with a piece: by whom, in which version, and what has to be known for it beside the piece. */
export type Step = { readonly do: string; readonly v: number; readonly with: JsonObject };

/**
 * What is sent for a piece, for ever: computed again each time from what the client resends, so nothing of its text is
 * kept. No steps = it goes as it is.
 */
export type Decision = {
  readonly steps: readonly Step[];
  /** Its tokens as the client sends it and as it goes out, by the quick estimate. */
  readonly before: number;
  readonly after: number;
  /** Whether it was decided in a batch, on a piece that had gone out as it was. */
  readonly isBatched: boolean;
};

/** The decisions that were made and must be kept to, by the keys of their pieces. */
export type Replay = {
  /** Of these keys, those that something was decided for. */
  readonly read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Decision>>;
  /** Resolves when they will be there after a crash. */
  readonly write: (decisions: ReadonlyMap<string, Decision>) => Promise<void>;
};

/** What a request left behind: the conversation that it is of is found out later. */
export type Made = {
  /** The keys of what was decided for it. */
  readonly keys: readonly string[];
  /** What was kept of what it left out. */
  readonly originals: readonly string[];
  /** Whether the vendor has sealed a thought over something that went out other than it came. */
  readonly isSealed: boolean;
};

/** Something that was left out, whole. */
export type Original = {
  /** `m_…`: made of what it says. */
  readonly id: string;
  readonly text: string;
  /** What it came from, in a few words: `Bash npm test`. */
  readonly source: string;
  /** The position of its message in the conversation; null for what a person has noted. */
  readonly entry: number | null;
  /** How many tokens it has, by the quick estimate. */
  readonly tokens: number;
  /** How much it is likely to be asked for again, from 0 to 1. */
  readonly importance: number;
};

/** What is known of an original beside its text. */
export type KeptOriginal = Omit<Original, "text"> & {
  /** The conversation that it came up in, the latest one; null = nobody knows. */
  readonly session: string | null;
  /** Of its text, in UTF-8. */
  readonly bytes: number;
  readonly at: number;
  readonly lastUsedAt: number;
  /** Whether it stays until a person lets it go. */
  readonly isPinned: boolean;
  /** How often somebody wanted it back. */
  readonly timesRecalled: number;
};

/** Which originals somebody means. */
export type WhichOriginals =
  | { readonly which: "id"; readonly id: string }
  | { readonly which: "session"; readonly session: string }
  | { readonly which: "all" };

/** How many originals are kept, and how much room they take. */
export type OriginalsFigures = {
  readonly kept: number;
  readonly pinned: number;
  /** As they are stored, and the most that they may take. */
  readonly bytes: number;
  readonly maxBytes: number;
  readonly tokens: number;
  /** How long one is kept that nobody has pinned; null = for ever. */
  readonly keepMs: number | null;
  readonly oldestAt: number | null;
  /** How often one was wanted back. */
  readonly recalls: number;
};

/** Keeps what was left out, so that it can be had again. */
export type Originals = {
  /** Resolves when they are kept. */
  readonly keep: (originals: readonly Original[]) => Promise<void>;
  /** These came up in that conversation. */
  readonly belong: (ids: readonly string[], session: string) => Promise<void>;
  /** Of those that a person has pinned: what they were left out of goes out as it does now. */
  readonly pinned: () => Promise<ReadonlySet<string>>;
  /** The latest first; of one conversation, or of all. */
  readonly list: (asked: {
    readonly session: string | null;
    readonly limit: number;
  }) => Promise<readonly KeptOriginal[]>;
  /** `gone` = it was here, and its time is over or there was no room; null = nobody has heard of it. */
  readonly find: (id: string) => Promise<KeptOriginal | "gone" | null>;
  /** Its text as it was left out; null where it is not kept. */
  readonly text: (id: string) => Promise<string | null>;
  /** Somebody wanted it back. */
  readonly recalled: (id: string) => Promise<void>;
  /** False where it is not kept. */
  readonly pin: (id: string, isPinned: boolean) => Promise<boolean>;
  readonly forget: (which: WhichOriginals) => Promise<{ readonly forgotten: number; readonly bytes: number }>;
  readonly figures: () => Promise<OriginalsFigures>;
};

/** Why what had gone out as it was is changed all the same. */
export type BatchReason = "cold" | "break-even" | "window";

/** What the engine did to a request. */
export type Forwarded = {
  readonly mode: MemoryMode;
  /** Pieces that go out other than they came. */
  readonly edits: number;
  /** Tokens left out below the frontier (the vendor may have the rest in its cache) and above it, by the quick estimate. */
  readonly removedBefore: number;
  readonly removedLive: number;
  /** Null = everything that had gone out goes out as it did. */
  readonly batch: BatchReason | null;
  /** Tokens from the first place that a batch changes to the frontier, as they go out: they are written anew. */
  readonly rewritten: number;
  /** Tokens up to the frontier as the client sends them, by the quick estimate: what the vendor has read before. */
  readonly frontier: number;
  /** The whole request as the client sends it, by the quick estimate. */
  readonly tokens: number;
  /** What is changed, in the order of its places. */
  readonly changes: readonly Change[];
  /** Calls that the model has made again for what was left out; missing = none. */
  readonly askedAgain?: number;
  /** Whether the client has sent the same request once more; missing = it has not. */
  readonly isRepeated?: true;
};

/** Who made an edit that leaves something out. */
export const byMemory = "memory";

/** How many tokens that took out of a request, by the quick estimate. */
export const removedBy = (forwarded: Pick<Forwarded, "removedBefore" | "removedLive"> | null): number =>
  forwarded === null ? 0 : forwarded.removedBefore + forwarded.removedLive;

/** One piece that goes out other than it came. */
export type Change = {
  /** Its place in the client's JSON. */
  readonly path: JsonPath;
  /** Who has made it shorter, one after the other. */
  readonly by: readonly string[];
  /** What it came from: the tool's name, or whose words it is. */
  readonly source: string;
  /** Tokens as it came and as it goes out, by the quick estimate. */
  readonly before: number;
  readonly after: number;
  /** A hash of what the client sent there. */
  readonly of: string;
  /** What goes out, and its hash. */
  readonly text: string;
  readonly hash: string;
  /** Whether the batch of this very request has changed it. */
  readonly isBatched: boolean;
};

/** What a request saved by what was left out of it: estimates, in the vendor's tokens and in micro-dollars; null = no price is known. */
export type Savings = {
  readonly grossTokens: number;
  /** What a batch cost: reads from the vendor's cache that were paid in full instead, and what writing them there anew took beyond that. */
  readonly readsLostMicros: number | null;
  readonly extraWritesMicros: number | null;
  /** What calls of our own for it cost. */
  readonly ownCallsMicros: number;
  /** What is left of it all; negative where it cost more than it saved. */
  readonly netMicros: number | null;
};
