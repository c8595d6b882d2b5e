import type { KeptOriginal, MemoryMode, OriginalsFigures, RewardProfile, WhichOriginals } from "./memory.ts";

/** One original with its text, or why there is none: `gone` = its time is over, or there was no room for it any more. */
export type MemoryFound =
  | { readonly state: "kept"; readonly memory: KeptOriginal; readonly text: string }
  | { readonly state: "gone" | "unknown" };

/** How many decisions were made with one shrinker. */
export type ShrinkerCount = { readonly shrinker: string; readonly edits: number };

/** What is kept of what was left out. */
export type MemoryStats = OriginalsFigures & {
  /** How conversations are treated now; null where no daemon runs. */
  readonly mode: MemoryMode | null;
  /** Pieces of conversations that go out other than they come, and the tokens that each sending leaves out with them. */
  readonly edits: number;
  readonly editedTokens: number;
  readonly shrinkers: readonly ShrinkerCount[];
};

/** What a reset of a conversation's decisions did, or would do. */
export type MemoryReset = {
  readonly isDone: boolean;
  /** Pieces that go out whole again, and the tokens that come back with them each time. */
  readonly edits: number;
  readonly tokens: number;
  /** Whether the vendor has sealed a thought over what was sent: then nothing is reset, it would refuse the conversation. */
  readonly isSealed: boolean;
};

/** One of the ways that learning picks from, in one project. */
export type ArmView = {
  readonly arm: string;
  /** Conversations that it was picked for and that are over. */
  readonly sessions: number;
  /** Means: net dollars saved as a share of what a conversation would have cost, and regrets for each request. */
  readonly savedShare: number;
  readonly regret: number;
  /** What that is worth to the profile in force; null where no daemon runs, or the profile does not pick it. */
  readonly reward: number | null;
};

/** What was learned of what pays. */
export type PolicyView = {
  /** Null where no daemon runs. */
  readonly isOn: boolean | null;
  readonly profile: RewardProfile | null;
  /** What the profile picks from. */
  readonly arms: readonly string[];
  /** Conversations that an arm was picked for and that are not over. */
  readonly open: number;
  /** The latest first; `project` is a hash: no name of anything is kept. */
  readonly projects: readonly { readonly project: string; readonly at: number; readonly arms: readonly ArmView[] }[];
};

/** Everything that can be asked about what was left out; the same with a daemon and without one. */
export type MemoryDesk = {
  /** The latest first; of one conversation or of all. */
  readonly memories: (ask: {
    readonly session: string | null;
    readonly limit: number;
  }) => Promise<readonly KeptOriginal[]>;
  /** One with its text; it is counted that somebody wanted it back. */
  readonly memory: (ask: { readonly id: string }) => Promise<MemoryFound>;
  /** Somebody has seen these, or a part of them. */
  readonly memoriesRecalled: (ask: { readonly ids: readonly string[] }) => Promise<{ readonly counted: number }>;
  /** Keeps a note of a person's, pinned. */
  readonly rememberMemory: (ask: {
    readonly text: string;
    readonly session: string | null;
  }) => Promise<{ readonly id: string }>;
  readonly pinMemory: (ask: {
    readonly id: string;
    readonly isPinned: boolean;
  }) => Promise<{ readonly isKept: boolean }>;
  readonly forgetMemories: (ask: WhichOriginals) => Promise<{ readonly forgotten: number; readonly bytes: number }>;
  readonly memoryStats: (ask: Readonly<Record<string, never>>) => Promise<MemoryStats>;
  readonly memoryPolicy: (ask: Readonly<Record<string, never>>) => Promise<PolicyView>;
  /** Forgets what was learned; conversations that go on keep to what was picked for them. */
  readonly resetMemoryPolicy: (ask: Readonly<Record<string, never>>) => Promise<{ readonly projects: number }>;
  /** What is left out of a conversation goes out again from its next turn on, which loses its cache at the vendor. */
  readonly resetMemory: (ask: { readonly session: string; readonly isDry: boolean }) => Promise<MemoryReset>;
};
