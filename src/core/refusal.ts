import { readRetryAfter } from "../lib/retry-after.ts";

/** A vendor's word that it does not answer for now. */
export type Refusal = {
  readonly status: number;
  /** How long it asks to be left alone, by whichever header says so; null = it does not say. */
  readonly retryAfterMs: number | null;
  /** Whether all that is asked with this key is refused; else only this model. */
  readonly scope?: "key" | "model";
};

/** What an answer's status and headers say of when it may be asked again; null where it is no refusal of that kind. */
export const readRefusal = (
  status: number,
  headers: { readonly get: (name: string) => string | null },
  now: number,
): Refusal | null => {
  if (status !== 429 && status !== 503 && status !== 529) return null;
  const asked = readRetryAfter(headers, now);
  if (status !== 429) return { status, retryAfterMs: asked, scope: "model" };
  return { status, retryAfterMs: asked ?? untilReset(headers, now), scope: scopeOf(headers) };
};

type Told = Parameters<typeof readRefusal>[1];

/** Windows of a whole subscription say whose they are, and `seven_day_opus` that it is one family's of models. */
const scopeOf = (headers: Told): "key" | "model" => {
  const claim = headers.get("anthropic-ratelimit-unified-representative-claim");
  const isRejected = headers.get("anthropic-ratelimit-unified-status")?.startsWith("rejected") === true;
  return isRejected && !/opus|sonnet|haiku/i.test(claim ?? "") ? "key" : "model";
};

/** Of each count: how much of it is left, and when it is whole again. */
const counts = [
  ...["requests", "tokens", "input-tokens", "output-tokens"].map((what) => ({
    remaining: `anthropic-ratelimit-${what}-remaining`,
    reset: `anthropic-ratelimit-${what}-reset`,
  })),
  ...["requests", "tokens"].map((what) => ({
    remaining: `x-ratelimit-remaining-${what}`,
    reset: `x-ratelimit-reset-${what}`,
  })),
  { remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset" },
];

/** When what has run out is there again, the latest of them; null where no header says that. */
const untilReset = (headers: Told, now: number): number | null => {
  const unified = resetIn(headers.get("anthropic-ratelimit-unified-reset"), now);
  if (unified !== null) return unified;
  const waits = counts.flatMap(({ remaining, reset }) =>
    headers.get(remaining)?.trim() === "0" ? (resetIn(headers.get(reset), now) ?? []) : [],
  );
  return waits.length === 0 ? null : Math.max(...waits);
};

/** A moment (RFC 3339, or seconds or milliseconds since 1970) or a span (`6m0s`, `20ms`, seconds), as milliseconds from now. */
const resetIn = (text: string | null, now: number): number | null => {
  const said = text?.trim() ?? "";
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(said)) return from(Date.parse(said), now);
  if (/^\d{1,15}(\.\d{1,9})?$/.test(said)) {
    const number = Number(said);
    if (number >= 1e12) return from(number, now);
    return number >= 1e9 ? from(number * 1000, now) : Math.ceil(number * 1000);
  }
  const span = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(said);
  if (said === "" || span === null) return null;
  const [, hours = "0", minutes = "0", seconds = "0", rest = "0"] = span;
  return Math.ceil(Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(rest));
};

const from = (at: number, now: number): number | null => (Number.isNaN(at) ? null : Math.max(0, Math.ceil(at - now)));
