import fc from "fast-check";
import { readRetryAfter } from "../../src/lib/retry-after.ts";
import { anyText } from "./any-text.ts";
import { same, type Target } from "./target.ts";

const now = Date.UTC(2026, 10, 21);

const dateText = fc.date({ noInvalidDate: true }).map((date) => date.toUTCString());
const text = fc.oneof(
  fc.constantFrom("", "0", "7", "-5", "+5", " 7 ", "1e3", "0x10", "NaN", "Infinity", "soon", "7;8", "7,7", "٧"),
  dateText,
  fc
    .tuple(dateText, fc.nat(30), fc.string({ maxLength: 2 }))
    .map(([date, at, other]) => date.slice(0, at) + other + date.slice(at + 1)),
  fc.integer().map(String),
  fc.double().map(String),
  fc.stringMatching(/^\d{1,40}$/),
  anyText(),
);
const maybe = fc.option(text, { nil: null });

/** The reader of what vendors say about waiting. */
export const retryAfter: Target = {
  name: "retry-after",
  claim: "null or a wait that a timer can be set to; plain seconds are seconds whatever the clocks say",
  property: fc.property(maybe, maybe, maybe, fc.nat(1_000_000), (seconds, ms, date, plain) => {
    const read = (headers: Record<string, string | null>): number | null =>
      readRetryAfter({ get: (name) => headers[name] ?? null }, now);

    const wait = read({ "retry-after": seconds, "retry-after-ms": ms, date });
    if (wait !== null && !(Number.isSafeInteger(wait) && wait >= 0)) throw new Error(`a wait of ${wait}`);
    same(read({ "retry-after": String(plain), date }), plain * 1000, "seconds");
  }),
};
