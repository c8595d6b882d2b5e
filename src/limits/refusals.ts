import { ProxyError } from "../core/errors.ts";
import type { Bound } from "../core/limit.ts";
import type { Full } from "./limiter.ts";

/** One that runs has to end first, and nobody knows when: SDKs that are told nothing ask again at once. */
const someTimeMs = 1000;

/** What a request is told that is over a limit and does not wait. */
export const overLimit = ({ bound, waitMs, isTooLarge }: Full): ProxyError =>
  isTooLarge
    ? new ProxyError(
        "rate_limited",
        `This request alone is more than the limit "${bound.limit}" lets through: ${amountWords(bound)}.`,
        {
          hint: `Send less, or raise it: ${bound.setIn}.`,
          retry: false,
        },
      )
    : new ProxyError("rate_limited", `The limit "${bound.limit}" is reached: ${amountWords(bound)}.`, {
        hint: `${waitMs === null ? "Send it again when one of them has ended" : `Send it again in ${shown(waitMs)}`}. It is set in ${bound.setIn}; see proxy-cli limits.`,
        retryAfterMs: waitMs ?? someTimeMs,
      });

/** The same where there is a queue, and no place in it. */
export const queueFull = ({ bound, waitMs }: Full, most: number): ProxyError =>
  new ProxyError(
    "queue_full",
    `The limit "${bound.limit}" is reached, and ${most === 1 ? "1 request waits for its" : `${grouped(most)} requests wait for their`} turn already.`,
    {
      hint: "Send it again later, or raise limits.queue.max. Who waits: proxy-cli limits.",
      retryAfterMs: waitMs ?? someTimeMs,
    },
  );

/** What one is told that has waited as long as anybody may. */
export const waitedTooLong = ({ bound, waitMs }: Full, waitedMs: number): ProxyError =>
  new ProxyError(
    "queued_too_long",
    `It waited ${Math.max(1, Math.round(waitedMs / 1000))} s for its turn and had none: the limit "${bound.limit}" is ${amountWords(bound)}.`,
    {
      hint: "Send it again later, or raise the limit or limits.queue.max_wait_ms. See proxy-cli limits.",
      retryAfterMs: waitMs ?? someTimeMs,
    },
  );

/** `60 requests per minute for client claude-cli`, `2 requests at the same time`. */
export const amountWords = ({
  counted,
  per,
  most,
  whose,
}: Pick<Bound, "counted" | "per" | "most" | "whose">): string => {
  const what = counted === "input_tokens" ? "input tokens" : most === 1 ? "request" : "requests";
  const when = per === null ? "at the same time" : `per ${per}`;
  return `${grouped(most)} ${what} ${when}${whose === null ? "" : ` for ${whose}`}`;
};

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** `12 s`, `3 min`, `2 h`; never less than it is. */
const shown = (ms: number): string => {
  if (ms <= 120_000) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  return ms <= 7_200_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.ceil(ms / 3_600_000)} h`;
};
