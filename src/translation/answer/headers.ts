import type { AnswerHeaders } from "../../core/dialect.ts";

/** Of the vendor's bytes, which are not the client's: their length, their packing, their kind. */
const ofTheBytes: readonly string[] = ["content-length", "content-encoding", "content-type", "etag", "content-md5"];

/** Who says it, who reads it, and what time it is (null = nobody knows). */
export type HeaderWay = {
  readonly from: AnswerHeaders | undefined;
  readonly to: AnswerHeaders | undefined;
  readonly now: number | null;
};

/**
 * The vendor's headers beside an answer that was written anew: the request's id under the client's name for it, too, and
 * limits under the names of the client's format where it has some. All others pass: `retry-after`, `x-should-retry`.
 */
export const translatedHeaders = (vendor: Headers, { from, to, now }: HeaderWay): Headers => {
  const headers = new Headers(vendor);
  for (const name of ofTheBytes) headers.delete(name);
  const id = requestIds.map((name) => vendor.get(name)).find((one) => one !== null) ?? null;
  if (id !== null && to !== undefined && !headers.has(to.requestId)) headers.set(to.requestId, id);
  if (from !== undefined && to !== undefined && from !== to) rename(headers, { from, to, now });
  return headers;
};

const requestIds: readonly string[] = ["request-id", "x-request-id", "x-goog-request-id", "mistral-correlation-id"];

type Renaming = { readonly from: AnswerHeaders; readonly to: AnswerHeaders; readonly now: number | null };

const rename = (headers: Headers, { from, to, now }: Renaming): void => {
  for (const thing of ["requests", "tokens"] as const)
    for (const what of ["limit", "remaining", "reset"] as const) {
      const name = from.limits(thing, what);
      const said = headers.get(name);
      const value = said === null || what !== "reset" ? said : resetAs(said, from.resets, to.resets, now);
      headers.delete(name);
      if (value !== null) headers.set(to.limits(thing, what), value);
    }
};

type Reset = AnswerHeaders["resets"];

const resetAs = (said: string, from: Reset, to: Reset, now: number | null): string | null => {
  if (from === to) return said;
  if (now === null) return null;
  if (to === "time") {
    const afterMs = durationMs(said);
    return afterMs === null ? null : new Date(now + afterMs).toISOString();
  }
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : durationText(Math.max(0, at - now));
};

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** `6m0s`, `1.5s`, `120ms`; null for what is none. */
const durationMs = (text: string): number | null => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) return null;
  return Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ""] ?? 0), 0));
};

const durationText = (ms: number): string => {
  if (ms > 0 && ms < 1_000) return `${ms}ms`;
  const seconds = Math.ceil(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return `${hours > 0 ? `${hours}h` : ""}${hours > 0 || minutes > 0 ? `${minutes}m` : ""}${seconds % 60}s`;
};
