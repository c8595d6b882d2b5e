/** What can be said about a refusal beside its status and words. */
export type RefusalFacts = {
  readonly param?: string | null;
  readonly code?: string | null;
  readonly details?: unknown;
  /** The vendor's advice, passed on as it is: seconds as a rule, nonsense where a test wants it. */
  readonly retryAfter?: string | null;
};

/** A request that the simulated vendor refuses; each vendor's own error body is written from it. */
export class Refusal extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;
  readonly details: unknown;
  readonly retryAfter: string | null;

  constructor(status: number, message: string, facts: RefusalFacts = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.param = facts.param ?? null;
    this.code = facts.code ?? null;
    this.details = facts.details ?? null;
    this.retryAfter = facts.retryAfter ?? null;
  }
}
