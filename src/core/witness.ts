import type { Exchange, Target } from "./exchange.ts";

/** Looks on while one answer passes, and holds nothing of it. */
export type AnswerWitness = {
  /** A piece has come from the vendor. */
  readonly took: (bytes: Uint8Array) => void;
  /** A piece goes to the client: the vendor's very bytes, or what was made of them where the answer is written anew. */
  readonly gave: (bytes: Uint8Array) => void;
  /** Bytes of our own go to the client: the event that tells of a cut. */
  readonly made: () => void;
  /** The answer is over; clean = the client sees an end like that of any whole answer. */
  readonly ended: (isClean: boolean) => void;
};

/** Looks on at the only door out, for those who want to know whether what must always hold does hold. */
export type Witness = {
  /** A request leaves for its target with these headers. */
  readonly leaves: (exchange: Exchange, target: Target, headers: Headers) => void;
  /**
   * An answer with a body begins. `anew`: its content type where it does not go on as it came, because it is translated or
   * something is taken out of it; null = every byte passes.
   */
  readonly answers: (exchange: Exchange, answer: Response, anew: string | null) => AnswerWitness;
};
