import { expect, test } from "bun:test";
import { lineNamed, listedLines } from "../../../../cli/dashboard/data/logs.ts";
import type { LogsChoice, State } from "../../../../cli/dashboard/state.ts";
import { after, stateOf } from "../../../support/dashboard.ts";

const levels = ["debug", "info", "warn", "error"] as const;
const lines = levels.map((level) => JSON.stringify({ level, message: `a ${level}` }));
const reading = (logs: LogsChoice, first = 40): State =>
  after(
    { ...stateOf({ columns: 80, rows: 24 }), logs },
    [{ type: "answered", key: 'tail {"file":"log"}', value: { first, lines } }],
    1_800_000_000_000,
  ).state;
const shown = (level: LogsChoice["level"]) =>
  listedLines(reading({ file: "log", level }))?.map(({ read }) => read.level);

test("the lines of a level and what is worse, the newest first", () => {
  expect(shown("debug")).toEqual(["error", "warn", "info", "debug"]);
  expect(shown("warn")).toEqual(["error", "warn"]);
  expect(shown("error")).toEqual(["error"]);
});

test("a line keeps its number while others are filtered out, and is found by it", () => {
  const state = reading({ file: "log", level: "warn" });

  expect(listedLines(state)?.map(({ id }) => id)).toEqual(["43", "42"]);
  expect(lineNamed(state, "42")?.text).toContain("a warn");
  expect([lineNamed(state, "39"), lineNamed(state, "44")]).toEqual([null, null]);
});

test("a file that has not been read yet is not an empty one", () => {
  expect(listedLines(reading({ file: "audit", level: "debug" }))).toBeNull();
});
