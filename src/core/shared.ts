/**
 * What several daemons behind one address know together. One that is alone has all of it in its own memory; one whose
 * store cannot be reached goes on with what it knows itself. Nothing here ever rejects or takes long: traffic goes on.
 */
export type Shared = {
  readonly counters: Counters;
  readonly values: SharedValues;
  readonly sightings: Sightings;
  readonly board: Board;
  readonly standing: () => SharedStanding;
  /** Resolves when it was tried once whether it can be used: at once, or within a second or two. */
  readonly tried: Promise<void>;
  /** Resolves when what waits is written and the connection is closed. */
  readonly close: () => Promise<void>;
};

/** How the store behind it is, for people. */
export type SharedStanding = {
  /** `alone`: none is configured. `away`: there is one, and it cannot be used at this moment. */
  readonly state: "alone" | "connected" | "away";
  /** Since when; wall clock. */
  readonly sinceAt: number;
  /** Why it is away, without address or password; null = it is not. */
  readonly reason: string | null;
};

/**
 * One amount that runs full and empties by itself. What is taken counts as in it until it has leaked out: `leakPerMs` 0 =
 * never, as for a sum of money; then `endsAt` (wall clock) says when it is forgotten.
 */
export type Take = {
  readonly key: string;
  readonly amount: number;
  /** It takes no more than this. */
  readonly most: number;
  readonly leakPerMs: number;
  /** Null = when it has leaked out. */
  readonly endsAt: number | null;
  /**
   * Of the amount: what this daemon has only guessed and will give back, as a negative one, when it knows better. Where it
   * dies before, the others take it back. Missing = nothing.
   */
  readonly held?: number;
};

/** Whether all was taken; else how long the one that was full is full, null = until it ends. */
export type Taken =
  | { readonly isTaken: true; readonly levels: readonly number[] }
  | {
      readonly isTaken: false;
      readonly full: string;
      readonly waitMs: number | null;
      readonly levels: readonly number[];
    };

/** Amounts for limits and budgets, exact among all who share them. */
export type Counters = {
  /** Takes all of them or none, in one step. */
  readonly take: (takes: readonly Take[]) => Promise<Taken>;
  /** Adds what it really was; the difference to what was taken may be negative. Never refused. */
  readonly add: (takes: readonly Omit<Take, "most">[]) => Promise<void>;
  /** How much is in each, leaked up to now. */
  readonly levels: (keys: readonly string[]) => Promise<readonly number[]>;
  /**
   * Takes one of so many seats for an id until it is left, or for `leaseMs` where nobody renews it: a daemon that died
   * gives its seats back.
   */
  readonly enter: (key: string, most: number, id: string, leaseMs: number) => Promise<boolean>;
  readonly leave: (key: string, id: string) => Promise<void>;
};

/** Bytes by name, each with an end. What is not there, or cannot be had in time, is null. */
export type SharedValues = {
  readonly get: (keys: readonly string[]) => Promise<readonly (Uint8Array | null)[]>;
  /** Resolves when it is written, or will not be. */
  readonly set: (
    entries: readonly { readonly key: string; readonly value: Uint8Array }[],
    ttlMs: number,
  ) => Promise<void>;
  readonly remove: (keys: readonly string[]) => Promise<void>;
  /** The value that the first of all gave under this name, for ever; null where nobody can say. No request waits for it. */
  readonly agree: (key: string, own: Uint8Array) => Promise<Uint8Array | null>;
};

/** Somebody with a name was seen at a place; a few may have been seen at the same one. */
export type Sighting = { readonly place: string; readonly name: string; readonly text: string };

/** Who was seen where last, each sighting with an end. */
export type Sightings = {
  /**
   * Everybody who was seen at the first of these places at which anybody was. Where nobody was at any, `own` is seen from
   * now on, in the same step: of two who ask at once the second one finds the first. Null = nobody was, or nobody can say.
   */
  readonly first: (places: readonly string[], own: Sighting, ttlMs: number) => Promise<readonly Sighting[] | null>;
  /** Resolves when it is written, or will not be. */
  readonly note: (seen: readonly Sighting[], ttlMs: number) => Promise<void>;
  readonly forget: (seen: Pick<Sighting, "place" | "name">) => Promise<void>;
};

/** Small facts that each daemon has at hand: the current upstream, cool-downs, what a person allowed. */
export type Board = {
  /** What stands at this topic; at once, from memory. */
  readonly read: (topic: string) => ReadonlyMap<string, string>;
  /** Everybody has it within a second. Null takes it away; `ttlMs` null = it stays. */
  readonly write: (topic: string, key: string, value: string | null, ttlMs: number | null) => Promise<void>;
  /** Hears of what others and we ourselves have written; gives the function that ends it. */
  readonly listen: (topic: string, hear: (key: string, value: string | null) => void) => () => void;
};
