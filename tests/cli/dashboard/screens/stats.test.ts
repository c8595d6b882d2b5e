import { describe, expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { zoneHere } from "../../../../cli/output/units.ts";
import { groupLines } from "../../../../cli/stats/groups.ts";
import { storyOf } from "../../../../cli/stats/story.ts";
import type { Stats, StatsQuestion } from "../../../../src/control/contract.ts";
import { dayThere, hourThere, zoneNamed } from "../../../../src/lib/zone.ts";
import { after, painted, pressing, stateOf } from "../../../support/dashboard.ts";
import { answered, bodyOf, sizes } from "../../../support/dashboard-answers.ts";
import { groupWith } from "../../../support/figures.ts";
import { savingStatus, shadowStatus } from "../../../support/scenes/savings.ts";

const now = new Date(2026, 10, 21, 15, 30).getTime();
const hourMs = 3_600_000;

const claude = groupWith(
  "claude-sonnet-4-5",
  ...Array.from({ length: 40 }, () => ({
    ...{ inputTokens: 41_200, cacheReadTokens: 36_256, cacheWriteTokens: 900, outputTokens: 1100, costMicros: 71_400 },
    ...{ costKind: "reported" as const, durationMs: 1800, ttftMs: 620, cacheBreak: null },
  })),
  { status: 429, costMicros: 0, costKind: "none" },
);
const glm = groupWith(
  "glm-4.6",
  { costMicros: 310_000, costKind: "estimated", savedTokens: 412_000, savedMicros: 920_000, inputTokens: 90_312 },
  { outcome: "SD", costMicros: null },
  { cacheBreak: "system", cacheBreakMicros: 400_000, costMicros: 0, costKind: "reported" },
);
const mini = groupWith("gpt-4o-mini", { costMicros: 220, costKind: "reported", inputTokens: 1000, outputTokens: 88 });
const wide = groupWith("模型-大\u001b[31m", { costMicros: null });
const total = groupWith(
  "total",
  ...Array.from({ length: 40 }, () => ({
    ...{ inputTokens: 41_200, cacheReadTokens: 36_256, cacheWriteTokens: 900, outputTokens: 1100, costMicros: 71_400 },
    ...{ costKind: "reported" as const, durationMs: 1800, ttftMs: 620 },
  })),
  { status: 429, costMicros: 0, costKind: "none" },
  { costMicros: 310_000, costKind: "estimated", savedTokens: 412_000, savedMicros: 920_000, inputTokens: 90_312 },
  { outcome: "SD", costMicros: null },
  { cacheBreak: "system", cacheBreakMicros: 400_000, costMicros: 0, costKind: "reported" },
  { costMicros: null },
);
const models: Stats = { groups: [claude, glm, mini, wide], total };

/** A day in which the cost grows, with a quiet hour and one in which nobody knows it. */
const times = (by: "day" | "hour", since: number): Stats => {
  const zone = zoneNamed(zoneHere());
  const step = by === "hour" ? hourMs : 24 * hourMs;
  const groups = Array.from({ length: Math.floor((now - since) / step) + 1 }, (_, at) => ({
    at,
    ms: since + at * step,
  }))
    .filter(({ at }) => at % 7 !== 3)
    .map(({ at, ms }) =>
      groupWith((by === "hour" ? hourThere : dayThere)(ms, zone), {
        ...{ costMicros: at % 5 === 4 ? null : at * 100_000, costKind: "reported" as const },
        ...{ inputTokens: at * 50_000, outputTokens: at * 9000 },
      }),
    );
  return { groups, total };
};

const statsFor = ({ by, since, until }: StatsQuestion): Stats => {
  if (until !== undefined) return { groups: [], total: groupWith("total", { costMicros: 2_000_000 }) };
  return by === "day" || by === "hour" ? times(by, since) : models;
};

const telling = (state: State): State =>
  answered(state, now, (question) => (question.name === "stats" ? statsFor(question.ask) : undefined));

const stats = (size: State["size"], ...keys: readonly string[]): State =>
  telling(after({ ...stateOf(size), stats: { by: "model", period: "today" } }, pressing("4", ...keys), now).state);

describe("the statistics in every size", () => {
  for (const size of sizes)
    test(`${size.columns}x${size.rows}`, () => {
      expect(bodyOf(painted(stats(size), now))).toMatchSnapshot();
    });
});

describe("the statistics of a day on which something was left out, or could have been, in every size", () => {
  for (const size of sizes)
    test.each([
      ["left out", savingStatus],
      ["could have been", shadowStatus],
    ])(`${size.columns}x${size.rows} %s`, (_, status) => {
      const state = stats(size);
      expect(bodyOf(painted({ ...state, data: { ...state.data, status } }, now))).toMatchSnapshot();
    });
});

test("X-13 the dashboard shows the very lines of `proxy-cli stats`, and its sentences", () => {
  const frame = painted(stats({ columns: 100, rows: 40 }), now);

  for (const text of groupLines("model", [claude, glm, mini], total, 95).slice(1, 4))
    expect(frame.replaceAll(/ +/g, " ")).toContain(text.replaceAll(/ +/g, " "));
  expect(frame).toContain(storyOf(total)[0]?.slice(0, 30) ?? "none");
});

test("b goes through what can be grouped by, brackets through the times; the shortest one has no shorter", () => {
  const size = { columns: 80, rows: 24 };

  expect(stats(size, "b").stats.by).toBe("session");
  expect(stats(size, "right", "left", "B").stats.by).toBe("dialect");
  expect(stats(size, "]", "]").stats.period).toBe("7 days");
  const state = stats(size, "[");
  expect(state.toasts.at(-1)?.text).toBe("today is the shortest time");
});

test("enter shows the requests of a group by the words of the filter", () => {
  const size = { columns: 80, rows: 24 };
  const chosen = after(stats(size), pressing("j", "enter"), now).state;

  expect([chosen.view, chosen.filter]).toEqual(["overview", "model:glm-4.6"]);
});

test("what no filter finds is said, and nothing changes", () => {
  const state = telling({ ...stats({ columns: 80, rows: 24 }), stats: { by: "hour", period: "today" } });

  const step = after(state, pressing("enter"), now).state;

  expect([step.view, step.toasts.at(-1)?.text]).toEqual(["stats", "requests are not found by hour"]);
});

test("figures of the minute before stay until those of this one have come", () => {
  const size = { columns: 80, rows: 24 };
  const state = telling({ ...stats(size), stats: { by: "model", period: "24 hours" } });

  expect(painted(state, now + 59_000)).toContain("claude-sonnet-4-5");
  expect(painted(state, now + 61_000)).toContain("claude-sonnet-4-5");
});

test("a time without requests says so, and what is not answered yet too", () => {
  const empty = answered(stats({ columns: 80, rows: 24 }), now, () => ({ groups: [], total: groupWith("total") }));

  expect(painted(empty, now)).toContain("no requests in this time");
  expect(painted(after(stateOf({ columns: 80, rows: 24 }), pressing("4"), now).state, now)).toContain(
    "asking the proxy",
  );
});

test("where answers were given again the share and the worth of it are told, else nothing", () => {
  const size = { columns: 100, rows: 40 };
  const hit = {
    answerCache: "hit" as const,
    avoidedInputTokens: 9000,
    avoidedOutputTokens: 88,
    avoidedMicros: 270_000,
  };
  const some: Stats = { groups: [mini], total: groupWith("total", hit, { ...hit }, hit, { answerCache: "miss" }) };
  const bare = after({ ...stateOf(size), stats: { by: "model", period: "today" } }, pressing("4"), now).state;
  const told = answered(bare, now, (question) => (question.name === "stats" ? some : undefined));

  expect(painted(told, now)).toContain("Hits    75% of 4 answers, $0.81");
  expect(painted(stats(size), now)).not.toContain("Hits ");
});
