import type { Bound } from "../core/limit.ts";

/** How full a limit is, with what was just taken of it. */
export type Filled = { readonly bound: Bound; readonly used: number };

/**
 * What is left of limits, as headers under names that programs know from vendors, after a prefix of our own: a vendor's
 * own headers stay as they are. Of several limits the one that is nearest to its end is told; `reset` = seconds until all
 * of it is there again. What is at the same time has no such headers.
 */
export const roomHeaders = (
  filled: readonly Filled[],
  now: number,
): readonly (readonly [name: string, value: string])[] =>
  (["requests", "input_tokens"] as const).flatMap((counted) => {
    const [tightest] = filled
      .filter(({ bound }) => bound.counted === counted)
      .toSorted((one, other) => leftOf(one) - leftOf(other) || resetMs(other, now) - resetMs(one, now));
    if (tightest === undefined) return [];
    const end = counted === "requests" ? "requests" : "tokens";
    return [
      [`x-proxy-ratelimit-limit-${end}`, String(tightest.bound.most)],
      [`x-proxy-ratelimit-remaining-${end}`, String(leftOf(tightest))],
      [`x-proxy-ratelimit-reset-${end}`, String(Math.ceil(resetMs(tightest, now) / 1000))],
    ] as const;
  });

const leftOf = ({ bound, used }: Filled): number => Math.max(0, Math.floor(bound.most - used));

const windowMs = { minute: 60_000, hour: 3_600_000 } as const;

const resetMs = ({ bound: { per, most }, used }: Filled, now: number): number =>
  per === "minute" || per === "hour"
    ? Math.max(0, (used / most) * windowMs[per])
    : new Date(now).setHours(24, 0, 0, 0) - now;
