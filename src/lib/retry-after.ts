/** Where headers come from: `Headers`, or anything that answers in the same way. */
type Readable = { readonly get: (name: string) => string | null };

/**
 * How long a vendor asks to wait, in milliseconds; null when it asks for nothing, or for nothing that can be meant.
 * A date counts from the vendor's own clock, where it tells the time, and from `now` where it does not; a date that has
 * passed is 0. Whether so long a wait is worth it is the caller's to decide.
 */
export const readRetryAfter = (headers: Readable, now: number): number | null =>
  wholeOf(headers.get("retry-after-ms"), 1) ??
  wholeOf(headers.get("retry-after"), 1000) ??
  untilDate(headers.get("retry-after"), headers.get("date"), now);

/** A plain number of that many milliseconds each; signs, exponents and units are not plain. */
const wholeOf = (text: string | null, unitMs: number): number | null => {
  if (text === null || !/^\d{1,12}(\.\d{1,9})?$/.test(text.trim())) return null;
  return Math.ceil(Number(text) * unitMs);
};

const untilDate = (text: string | null, date: string | null, now: number): number | null => {
  const until = dateOf(text);
  return until === null ? null : Math.max(0, until - (dateOf(date) ?? now));
};

/** An HTTP date in the one form that may still be sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const dateOf = (text: string | null): number | null => {
  if (text === null || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim()))
    return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
};
