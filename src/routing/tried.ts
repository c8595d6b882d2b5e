import type { Hindrance, Tried } from "../core/availability.ts";
import { ProxyError } from "../core/errors.ts";
import type { Notes, Target } from "../core/exchange.ts";
import type { Opening } from "../core/judge.ts";
import type { Came, Trouble, Try } from "../core/tries.ts";

/** What a try says of its target: by the head that came, or by the error that came instead. */
export const triedBy = (
  { statusThere, refusal, sentAt, headAt }: Pick<Notes, "statusThere" | "refusal" | "sentAt" | "headAt">,
  error: ProxyError | null,
): Tried => {
  if (refusal !== null) return { kind: "refused", ...refusal };
  if (statusThere !== null) return { kind: "answered", headMs: (headAt ?? 0) - (sentAt ?? 0) };
  const isTheirs = error !== null && /^[Ss]/.test(error.failure.outcome);
  return isTheirs ? { kind: "unreachable", error: error.code } : { kind: "void" };
};

/** A target that was passed over. */
export const ofHindrance = ({ state, why, untilAt }: Hindrance, now: number): Came => ({
  what: "skipped",
  reason: state,
  why: `${why}; asked again in ${seconds(untilAt - now)}`,
});

/** A target that was passed over because of what it may spend, or how much of it may be asked for. */
export const ofRule = (reason: "budget" | "limit", { message }: ProxyError): Came => ({
  what: "skipped",
  reason,
  why: message,
});

/** A target that gave no answer. */
export const ofFailure = (error: ProxyError): Came => {
  const reason = error.code.replace(/^upstream_/, "");
  const isOurs = error.failure.outcome.startsWith("P");
  return { what: isOurs ? "skipped" : "failed", reason, why: error.message };
};

/** An answer that the client did not get, and what to tell the client if no other comes. */
export const ofDeclined = (
  { status, retryAfterMs, error }: Opening,
  trouble: Trouble,
  { upstream }: Target,
): Came & { readonly error: ProxyError } => {
  const asked = retryAfterMs === null ? "" : `, asked to wait ${seconds(retryAfterMs)}`;
  const said = error?.type == null ? "" : ` ${error.type.slice(0, 60)}`;
  const why = `${trouble === "error_first" ? "its answer began with an error" : status}${said}${asked}`;
  return {
    ...{ what: "declined", reason: trouble, why },
    error: new ProxyError("upstream_unavailable", `Upstream "${upstream.name}" did not answer (${why}).`, {
      hint: "Wait a while, or switch: proxy-cli switch-upstream NAME.",
      mayBeSent: true,
      ...(retryAfterMs !== null && { retryAfterMs }),
    }),
  };
};

/** Nobody is left who could be asked. */
export const allHindered = (
  hindered: readonly { readonly target: Target; readonly hindrance: Hindrance }[],
  now: number,
): ProxyError => {
  const soonest = Math.min(...hindered.map(({ hindrance }) => hindrance.untilAt));
  const told = hindered.map(({ target, hindrance }) => `"${target.upstream.name}" (${hindrance.why})`);
  const who = told.length === 1 ? `Upstream ${told[0]} is` : `None of the upstreams ${told.join(", ")} is`;
  const retryAfterMs = Math.max(0, soonest - now);
  return new ProxyError(
    "upstream_unavailable",
    `${who} ${told.length === 1 ? "not asked just now" : "asked just now"}; the next try is in ${seconds(retryAfterMs)}, and the request was not sent.`,
    { hint: "See: proxy-cli upstreams; or switch: proxy-cli switch-upstream NAME.", retryAfterMs },
  );
};

/** An error with the tries that were before it, for a person. */
export const inTheEnd = (error: ProxyError, tries: readonly Try[]): ProxyError => {
  if (tries.length === 0) return error;
  const before = tries.map(({ upstream, reason }) => `"${upstream}" (${reason})`).join(", ");
  const { hint, retryAfterMs, failure } = error;
  return new ProxyError(error.code, `${error.message} Tried before: ${before}.`, {
    ...(hint !== null && { hint }),
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(error.wasSent === "unknown" && { mayBeSent: true }),
    ...(error.details !== null && { details: error.details }),
    retry: failure.retry,
    cause: error.cause,
  });
};

/** The tries of an answer in one line for the client: `anthropic refused, openai`. */
export const toldTries = (tries: readonly Try[], last: string): string =>
  [...tries.slice(-mostTold).map(({ upstream, reason }) => `${upstream} ${reason}`), last]
    .join(", ")
    .replaceAll(/[^ -~]/g, "?");

const mostTold = 20;

const seconds = (ms: number): string => `${Math.max(0, Math.ceil(ms / 1000))} s`;
