import { expect, test } from "bun:test";
import type { Look } from "../../src/availability/index.ts";
import type { Cooling } from "../../src/availability/on-board.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { createStandings, standingWith, unknownStanding } from "../../src/state/standings.ts";
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
    end: (more: Partial<RequestSummary>, tries?: Parameters<typeof standings.end>[1]) =>
      standings.end(summary({ upstream: "cn", ...more }), tries),
    of: standings.of,
    forget: standings.forget,
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

test("one in whose place another has answered is what its own try said, not unknown", () => {
  const { end, of } = lately();
  const elsewhere = { upstream: "openai" } as const;

  end(elsewhere, [{ upstream: "cn", what: "failed", reason: "refused" }]);
  expect(of("cn")).toMatchObject({ state: "down", sinceAt: 1000, reason: "upstream_refused" });
  end(elsewhere, [{ upstream: "cn", what: "skipped", reason: "key_vendor_mismatch" }]);
  expect(of("cn")).toMatchObject({ state: "down" });
  end(elsewhere, [{ upstream: "cn", what: "declined", reason: "limited" }]);
  expect(of("cn")).toMatchObject({ state: "limited" });
  end(elsewhere, [{ upstream: "cn", what: "declined", reason: "failed" }]);
  expect(of("cn")).toMatchObject({ state: "failing", reason: null });
  end({}, [{ upstream: "cn", what: "declined", reason: "overloaded" }]); // a second try there went well
  expect(of("cn")).toMatchObject({ state: "ok" });
  expect(of("openai")).toMatchObject({ state: "ok" });
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

/** What is known before each request, of an upstream that is well but for what is given. */
const look = (more: Partial<Look> = {}): Look => ({
  circuit: { state: "closed", failures: 0 },
  cooling: [],
  headMs: null,
  ...more,
});

const cooling = (untilAt: number, more: Partial<Cooling> = {}): Cooling => ({
  ...{ upstream: "cn", keyHint: "...p0Zz", model: "glm-4.6", state: "limited", scope: "model" },
  ...{ sinceAt: 900, untilAt, status: 429, isTold: true, guesses: 0 },
  ...more,
});

test("a limit holds as long as what it limits is left alone, then nobody knows", () => {
  const { end, of } = lately();

  end({ status: 429 });

  expect(standingWith(of("cn"), look({ cooling: [cooling(42_000)] }))).toMatchObject({
    ...{ state: "limited", sinceAt: 1000, untilAt: 42_000, reason: null },
    cooling: [{ state: "limited", key: "...p0Zz", model: "glm-4.6", status: 429, untilAt: 42_000 }],
  });
  expect(standingWith(of("cn"), look())).toMatchObject({ state: "unknown", sinceAt: null, untilAt: null });
});

test("an overload is no limit, and when it is over, what came last counts again", () => {
  const { end, of } = lately();

  end({ status: 529 });

  const overload = cooling(2000, { state: "overloaded", status: 529, keyHint: null });
  expect(standingWith(of("cn"), look({ cooling: [overload] }))).toMatchObject({ state: "overloaded", untilAt: 2000 });
  expect(standingWith(of("cn"), look())).toMatchObject({ state: "failing", reason: "status_529" });
});

test("where another model was answered since, it is ok, and says what is limited", () => {
  const { end, of } = lately();

  end({ status: 429 });
  end({});

  const standing = standingWith(of("cn"), look({ cooling: [cooling(42_000)] }));
  expect(standing).toMatchObject({ state: "ok", untilAt: null });
  expect(standing.cooling).toHaveLength(1);
});

test("a circuit that is open is down, whatever came back last; so is one that is half open", () => {
  const { end, of } = lately();
  const open = { state: "open", sinceAt: 700, retryAt: 3000, failures: 5, error: "upstream_refused" } as const;

  end({});

  expect(standingWith(of("cn"), look({ circuit: open, headMs: 80 }))).toMatchObject({
    ...{ state: "down", sinceAt: 700, reason: "upstream_refused", headMs: 80 },
    circuit: { state: "open", retryAt: 3000, failures: 5 },
  });
  const half = { ...open, state: "half-open", seatUntilAt: null } as const;
  expect(standingWith(of("cn"), look({ circuit: half })).circuit?.state).toBe("half-open");
});

test("one that was found to be there again is not down any more, though nothing came back yet", () => {
  const { end, of, forget } = lately();

  end({ durationMs: 7 });
  end(refused);
  expect(of("cn").state).toBe("down");
  forget("cn");

  expect(of("cn")).toEqual({ ...unknownStanding, p50Ms: 7 });
});

test("what other daemons have found out is known where nothing came back", () => {
  const { of } = lately();

  expect(standingWith(of("cn"), look({ cooling: [cooling(9000)] }))).toMatchObject({ state: "limited", sinceAt: 900 });
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
