import type { Dialect } from "../../src/core/dialect.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";

/** A format that is held to the laws, and how far they go in it. */
export type Spoken = {
  readonly dialect: Dialect;
  /** Recorded streams that are written again event by event as they were; the rest say the same in other events. */
  readonly exactStreams: number;
};

/** Every format whose words can be read and written. */
export const spoken: readonly Spoken[] = [{ dialect: anthropic, exactStreams: 70 }];
