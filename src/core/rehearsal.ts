import type { Decision } from "./routing.ts";

/** Why a request would be refused; the words of the error that its client would get. */
export type Refusal = { readonly code: string; readonly message: string; readonly hint: string | null };

/** Where a recorded request would go by other settings than those in force. Nothing is sent for it. */
export type Rehearsal = {
  readonly id: string;
  /** Where the request was taken from: what the daemon keeps in memory, or the file of its trace. */
  readonly source: "memory" | "trace";
  /** The configuration file that was tried. */
  readonly file: string;
  /** As it was decided; null = it was refused before that, or it is not known any more. */
  readonly before: Decision | null;
  /** As it would be decided; null where `refusal` says why not. */
  readonly now: Decision | null;
  readonly refusal: Refusal | null;
  /** What a decision may go by and nobody has kept, as sentences. */
  readonly remarks: readonly string[];
};
