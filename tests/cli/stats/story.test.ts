import { expect, test } from "bun:test";
import { storyOf, trendOf } from "../../../cli/stats/story.ts";
import { groupWith } from "../../support/figures.ts";

test("what is missing from the sum, estimated, saved and lost is said in words", () => {
  const total = groupWith(
    "total",
    { costMicros: 1_000_000, costKind: "estimated" },
    { costMicros: null },
    { savedTokens: 412_000, savedMicros: 920_000, costMicros: 0, costKind: "none" },
    { cacheBreak: "tools[7] was added", cacheBreakMicros: 400_000, costMicros: 0 },
  );

  expect(storyOf(total)).toEqual([
    "+ 1 request of unknown cost; why: proxy-cli prices check",
    "~ is an estimate: $1.00 of it, of 1 request whose tokens or cache no vendor told",
    "  input counts in full where its cached part is not known: that is the most it can cost",
    "saved: 412k tokens = $0.92 net, an estimate",
    "the vendor's cache was lost 1 time: $0.40 more",
  ]);
  expect(storyOf(total, { canBeTold: true })).toContain(
    "  chat streams without usage are among them; have it told: proxy-cli config set meter.inject_usage true",
  );
  expect(storyOf(groupWith("total", { costMicros: 5 }))).toEqual([]);
});

test("where money goes and nothing limits it, the way to a budget is told; of cents nobody wants to hear it", () => {
  const hint = "no budget limits what may be spent; how to set one: proxy-cli budget";

  expect(storyOf(groupWith("total", { costMicros: 1_000_000 }), { hasNoBudget: true })).toEqual([hint]);
  expect(storyOf(groupWith("total", { costMicros: 1_000_000 }), { hasNoBudget: false })).toEqual([]);
  expect(storyOf(groupWith("total", { costMicros: 900_000 }), { hasNoBudget: true })).toEqual([]);
});

test("what batches lost without a known price is not made up", () => {
  const batch = { savedTokens: 9, savedMicros: 4, prefixBreak: "cold", ownCallsMicros: 10_000 } as const;
  const total = groupWith(
    "total",
    { ...batch, readsLostMicros: null, extraWritesMicros: null, savedMicros: null },
    { savedMicros: 7000 },
  );

  expect(storyOf(total).join("\n")).toContain(
    "of an unknown amount gross, less: reads lost to 1 batch -, written anew -, own calls $0.010",
  );
});

test("Z14: a trend is against the time before, and says nothing where there was nothing", () => {
  const now = groupWith("total", { costMicros: 3_000_000 }, { costMicros: 1_000_000 });
  const before = groupWith("total", { costMicros: 2_000_000, status: 500 });

  expect(trendOf(now, before, "the 7 days before")).toBe(
    "against the 7 days before: requests +100%, cost $2.00 -> $4.00 (+100%), ok +100 points, p50 the same",
  );
  expect(trendOf(now, now, "before")).toBe(
    "against before: requests the same, cost the same, ok the same, p50 the same",
  );
  expect(trendOf(now, groupWith("total"), "before")).toBe("");
});

test("a trend of costs that are not all known says so, and is left out where none is", () => {
  const part = groupWith("total", { costMicros: 3_000_000 }, {});
  const whole = groupWith("total", { costMicros: 2_000_000 }, { costMicros: 0 });

  expect(trendOf(part, whole, "before")).toContain("cost $2.00 -> $3.00 (+50%, as far as it is known)");
  expect(trendOf(groupWith("total", {}), whole, "before")).not.toContain("cost");
});

test("what batches and calls of our own took away again stands below what is left", () => {
  const more = { readsLostMicros: 90_000, extraWritesMicros: 20_000, ownCallsMicros: 10_000, memoryEdits: 5 };
  const total = groupWith("total", {
    savedTokens: 10_000,
    savedMicros: 500_000,
    prefixBreak: "break-even",
    ...more,
    costMicros: 1,
  });
  expect(storyOf(total).slice(-2)).toEqual([
    "saved: 10k tokens = $0.50 net, an estimate",
    "  of $0.62 gross, less: reads lost to 1 batch $0.090, written anew $0.020, own calls $0.010",
  ]);
});
