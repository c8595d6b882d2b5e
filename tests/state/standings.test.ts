import { expect, test } from "bun:test";
import type { RequestSummary } from "../../src/core/notice.ts";
import { createStandings, unknownStanding } from "../../src/state/standings.ts";
import { summary } from "../support/summary.ts";

const minute = 60_000;

/** Standings on a clock that the test moves; every request goes to `cn`. */
const lately = () => {
  let now = 1000;
  const standings = createStandings(() => now);
  return {
    after: (ms: number) => {
      now += ms;
    },
    end: (more: Partial<RequestSummary>, retryAfterMs: number | null = null) =>
      standings.end(summary({ upstream: "cn", ...more }), retryAfterMs),
    of: standings.of,
  };
};

const refused = { status: 502, outcome: "SC", error: "upstream_refused" } as const;

test("nothing is known of an upstream that nothing came back from", () => {
  const { end, of } = lately();

  end({ upstream: null, status: 400, outcome: "PR", error: "content_type" });
  end({ status: null, outcome: "CH", error: "client_left" });
  end({ status: 503, outcome: "PR", error: "draining" });

  expect(of("cn")).toEqual(unknownStanding);
  expect(of("never heard of")).toEqual(unknownStanding);
});

test("one that answers is ok, also with a no; times are those of its answers alone", () => {
  const { end, of } = lately();

  for (const durationMs of [30, 10, 20]) end({ durationMs });
  end({ status: 404, durationMs: 40 });
  end({ ...refused, durationMs: 1 });
  end({ durationMs: 50 });
  end({ status: 101, durationMs: 999_999 });

  expect(of("cn")).toEqual({ ...unknownStanding, state: "ok", p50Ms: 30 });
});

test("one that cannot be reached is down since the first try that failed, for the reason of the last", () => {
  const { after, end, of } = lately();

  end({});
  after(minute);
  end(refused);
  after(minute);
  end({ status: 504, outcome: "sC", error: "upstream_connect_timeout" });
  end({ status: null, outcome: "CH", error: "client_left" });

  expect(of("cn")).toMatchObject({ state: "down", sinceAt: 1000 + minute, reason: "upstream_connect_timeout" });
  end({});
  expect(of("cn")).toMatchObject({ state: "ok", sinceAt: null, reason: null });
});

test("one that answers with errors of its own is not ok, and not down", () => {
  const { end, of } = lately();

  end({ status: 529 });

  expect(of("cn")).toMatchObject({ state: "failing", sinceAt: 1000, reason: "status_529" });
});

test("a limit holds as long as it was asked for, then nobody knows", () => {
  const { after, end, of } = lately();

  end({ status: 429 }, 41_000);
  expect(of("cn")).toMatchObject({ state: "limited", untilAt: 42_000 });
  after(41_000);
  expect(of("cn")).toMatchObject({ state: "unknown", untilAt: null });

  end({ status: 429 });
  expect(of("cn")).toMatchObject({ state: "limited", untilAt: null });
  after(minute);
  expect(of("cn")).toMatchObject({ state: "unknown" });
});

test("a limit of an hour is one for an hour", () => {
  const { after, end, of } = lately();

  end({ status: 429 }, 60 * minute);
  after(30 * minute);

  expect(of("cn")).toMatchObject({ state: "limited" });
});

test("an answer that broke off says neither that it is up nor that it is down", () => {
  const { end, of } = lately();

  end({ outcome: "SD", error: "upstream_cut" });

  expect(of("cn")).toMatchObject({ state: "unknown" });
});

test("what is older than a quarter of an hour says nothing of now", () => {
  const { after, end, of } = lately();

  end({ durationMs: 7 });
  after(16 * minute);

  expect(of("cn")).toEqual({ ...unknownStanding, p50Ms: 7 });
});

test("a busy upstream does not push a quiet one out, and only the latest answers count", () => {
  const { end, of } = lately();

  end({ upstream: "quiet", durationMs: 5 });
  for (let at = 0; at < 1000; at++) end({ durationMs: at < 900 ? 1 : 9 });

  expect(of("quiet").p50Ms).toBe(5);
  expect(of("cn").p50Ms).toBe(9);
});
