import type { VendorError } from "./answer.ts";

/** How an answer begins, before any of it goes to the client. */
export type Opening = {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  /** How long it asks to wait, in milliseconds; null = it does not say. */
  readonly retryAfterMs: number | null;
  /** The error that it is, or that its stream begins with; null = it is none, or cannot be read. */
  readonly error: VendorError | null;
};

/** Says of answers that begin whether the client gets them. */
export type Judge = {
  /** Whether a stream is held back until it has said something, because it may begin with an error. */
  readonly looksInside: boolean;
  /** True = it is let go, and nothing of it remains. Asked for errors alone. */
  readonly declines: (opening: Opening) => boolean;
};

/** Thrown in the place of an answer that a judge has declined. */
export class Declined extends Error {
  override readonly name = "Declined";
}
