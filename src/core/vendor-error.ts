import type { VendorError } from "./answer.ts";
import type { ErrorKind } from "./errors.ts";
import { tooLongIn } from "./too-long.ts";

/** What a vendor's error says, before anybody knows what kind of trouble it is. */
export type Said = Omit<VendorError, "kind" | "tooLong" | "code" | "param"> & {
  readonly code?: string | null;
  readonly param?: string | null;
};

/** An error by what it says; `kinds` are the words of its format. What was not said is not there. */
export const vendorError = (said: Said, kinds: ReadonlyMap<string, ErrorKind>): VendorError => {
  const { type, message, code, param, details } = said;
  const named = kinds.get(code ?? "") ?? kinds.get(type ?? "") ?? "internal";
  const tooLong = mayBeTooLong.has(named) ? tooLongIn(message) : null;
  return {
    type,
    message,
    kind: tooLong === null ? named : "context_overflow",
    ...(code != null && { code }),
    ...(param != null && { param }),
    ...(details != null && { details }),
    ...(tooLong !== null && { tooLong }),
  };
};

/** A sentence about lengths in any other error is about something else. */
const mayBeTooLong: ReadonlySet<ErrorKind> = new Set(["bad_request", "context_overflow", "internal", "too_large"]);

/**
 * The kind of an error that came with this status. The status decides, as it does for SDKs; the words say what it leaves
 * open: what is wrong with a request, and why no more of them are taken.
 */
export const kindAt = (status: number, kind: ErrorKind): ErrorKind => {
  if (finer[kind]?.includes(status) === true) return kind;
  return byStatus.get(status) ?? (status >= 500 ? overloadedOr(kind) : status >= 400 ? "bad_request" : kind);
};

const finer: Partial<Record<ErrorKind, readonly number[]>> = {
  context_overflow: [400, 413, 422],
  budget_exceeded: [400, 402, 403, 429],
  overloaded: [429, 500, 503, 529],
  unauthorized: [400, 401],
};

const overloadedOr = (kind: ErrorKind): ErrorKind => (kind === "timeout" ? kind : "internal");

const byStatus: ReadonlyMap<number, ErrorKind> = new Map([
  [401, "unauthorized"],
  [402, "budget_exceeded"],
  [403, "forbidden"],
  [404, "not_found"],
  [408, "timeout"],
  [413, "too_large"],
  [429, "rate_limited"],
  [503, "overloaded"],
  [504, "timeout"],
  [529, "overloaded"],
]);

/** The status that an error of this kind would have had, where it came in the middle of a stream. */
export const statusOf = (kind: ErrorKind): number => statuses[kind] ?? 500;

const statuses: Partial<Record<ErrorKind, number>> = {
  bad_request: 400,
  context_overflow: 400,
  unauthorized: 401,
  budget_exceeded: 429,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  rate_limited: 429,
  overloaded: 503,
  timeout: 504,
};
