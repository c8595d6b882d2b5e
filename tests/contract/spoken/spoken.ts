import type { Dialect, Words } from "../../../src/core/dialect.ts";

/** A format that is held to the laws, and how far they go in it. */
export type Spoken = {
  readonly dialect: Dialect & Words;
  /** A body, request or answer, in the one of several ways to say it that the writer chooses; each way is explained. */
  readonly normal: (body: unknown) => unknown;
  /**
   * What extras may hold in the recordings, by path, each with what it is. All else has a name in the words: were it in the
   * extras, writing again what was read would prove nothing.
   */
  readonly beside: Readonly<Record<string, string>>;
  /** What the extras of a stream's events may hold, too; absent = they are not held to it yet. */
  readonly besideInStreams?: Readonly<Record<string, string>>;
  /** How many recorded streams are written again event by event as they were; the rest say the same in other events. */
  readonly exactStreams: number;
  /** An event without what the writer never repeats, such as padding. */
  readonly normalEvent?: (event: unknown) => unknown;
};
