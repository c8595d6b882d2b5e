/** A session as a store keeps it. */
export type SavedSession = { readonly id: string; readonly lastAt: number; readonly data: string };

/** Where sessions are while no daemon runs. All asynchronous: it may be on another machine. */
export type SessionStore = {
  /** Some of what is kept behind this one, the longest unused first; none = that was all. */
  readonly load: (after: SavedSession | null) => Promise<readonly SavedSession[]>;
  /** Writes these and forgets those; trouble is told, never thrown. */
  readonly save: (sessions: readonly SavedSession[], gone: readonly string[]) => void;
  /** Resolves when all of it is written. */
  readonly close: () => Promise<void>;
};

/** A store that forgets. */
export const sessionsInMemory = (): SessionStore => ({
  load: async () => [],
  save: () => undefined,
  close: async () => undefined,
});
