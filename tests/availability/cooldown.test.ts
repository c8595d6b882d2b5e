import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type CoolDown, cooled, hindranceOf } from "../../src/availability/cooldown.ts";

const limited = { status: 429, retryAfterMs: null, scope: "model" } as const;
const overloaded = { status: 529, retryAfterMs: null, scope: "model" } as const;

/** The waits of refusals in a row, each just when the one before is over. */
const waits = (refusal: typeof limited | typeof overloaded, count: number): readonly number[] => {
  let [before, now]: [CoolDown | null, number] = [null, 1000];
  return Array.from({ length: count }, () => {
    before = cooled(before, refusal, now);
    const wait = before.untilAt - now;
    now = before.untilAt;
    return wait;
  });
};

test("a 429 that says for how long counts for exactly so long", () => {
  const cooling = cooled(null, { ...limited, retryAfterMs: 41_000 }, 1000);

  expect(cooling).toMatchObject({ state: "limited", scope: "model", sinceAt: 1000, untilAt: 42_000, isTold: true });
  expect(hindranceOf(cooling)).toEqual({
    state: "limited",
    scope: "model",
    untilAt: 42_000,
    why: "429, asked for 41 s",
  });
});

test("a 429 that does not say is left alone for a second, then for twice as long each time, a minute at most", () => {
  expect(waits(limited, 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
});

test("U-23 an overload is no limit: it is short, and a quarter of a minute at most", () => {
  expect(waits(overloaded, 6)).toEqual([1, 2, 4, 8, 15, 15].map((seconds) => seconds * 1000));
  expect(cooled(null, { ...overloaded, retryAfterMs: 3_600_000 }, 0).untilAt).toBe(60_000);
  expect(cooled(null, overloaded, 0)).toMatchObject({ state: "overloaded", scope: "model" });
});

describe("no storm", () => {
  test.each([limited, overloaded])("twenty refusals at once are one ($status)", (refusal) => {
    let cooling: CoolDown | null = null;
    for (let at = 0; at < 20; at++) cooling = cooled(cooling, refusal, 1000 + at);

    expect(cooling).toEqual(cooled(null, refusal, 1000));
  });

  test("a later moment that the vendor tells is believed, an earlier one changes nothing", () => {
    const first = cooled(null, { ...limited, retryAfterMs: 5000 }, 1000);

    expect(cooled(first, { ...limited, retryAfterMs: 9000 }, 2000)).toMatchObject({ sinceAt: 1000, untilAt: 11_000 });
    expect(cooled(first, { ...limited, retryAfterMs: 100 }, 2000)).toBe(first);
  });
});

test("a guess from ten minutes ago is forgotten", () => {
  const third = cooled(cooled(cooled(null, limited, 0), limited, 1000), limited, 3000);

  expect(cooled(third, limited, 7000 + 600_001).untilAt).toBe(7000 + 600_001 + 1000);
});

test("U-22 a time that nobody can mean is a day at most", () => {
  expect(cooled(null, { ...limited, retryAfterMs: 999_999_000 }, 0).untilAt).toBe(86_400_000);
});

test("laws: it never ends earlier than it was said, and no guess is longer than a minute", () => {
  const refusal = fc.record({
    status: fc.constantFrom(429, 503, 529),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 100_000 })),
    scope: fc.constantFrom("key" as const, "model" as const),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(refusal, fc.integer({ min: 0, max: 20_000 })), { maxLength: 40 }), (story) => {
      let [cooling, now]: [CoolDown | null, number] = [null, 1000];
      for (const [one, afterMs] of story) {
        now += afterMs;
        const before: CoolDown | null = cooling;
        cooling = cooled(before, one, now);
        if (before !== null && before.untilAt > now) expect(cooling.untilAt).toBeGreaterThanOrEqual(before.untilAt);
        if (!cooling.isTold) expect(cooling.untilAt - cooling.sinceAt).toBeLessThanOrEqual(60_000);
        if (one.status !== 429 && cooling !== before)
          expect(cooling).toMatchObject({ state: "overloaded", scope: "model" });
      }
    }),
  );
});
