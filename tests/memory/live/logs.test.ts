import { expect, test } from "bun:test";
import fc from "fast-check";
import { logs } from "../../../src/memory/live/logs.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const info = (at: number): string =>
  `2026-03-01 10:00:${String(at % 60).padStart(2, "0")} INFO request ${at} was served`;
const many = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => info(from + at));

const log = [
  ...many(0, 60),
  "2026-03-01 10:01:00 ERROR cannot open the database",
  "Error: SQLITE_CANTOPEN",
  "    at open (src/store.ts:10:3)",
  "    at start (src/main.ts:4:1)",
  ...many(100, 60),
  "2026-03-01 10:02:01 WARN slow answer of 812 ms",
  "2026-03-01 10:02:02 WARN slow answer of 930 ms",
  ...many(200, 60),
  "    at open (src/store.ts:10:3)",
  ...many(300, 60),
].join("\n");

test("of a log the errors stay, with three lines around and their stacks, each warning once, the first lines and the last", () => {
  const short = shrunk(logs, log) ?? "";
  const lines = short.split("\n");
  for (const line of [
    info(0),
    info(57),
    info(59),
    info(359),
    "Error: SQLITE_CANTOPEN",
    "    at start (src/main.ts:4:1)",
  ])
    expect(lines).toContain(line);
  expect(lines).not.toContain(info(40));
  expect(lines).toContain("2026-03-01 10:02:01 WARN slow answer of 812 ms (2 alike)");
  expect(short).not.toContain("930 ms");
  expect(lines.filter((line) => line.startsWith("    at open"))).toHaveLength(1);
  expect(short).toMatch(/\[\d+ of 247 lines left out: proxy-cli memory show m_[a-z0-9]{10}\]$/);
});

test("what a tool said when it failed keeps its errors too", () => {
  expect(shrunk(logs, log, { piece: { isError: true } })).toContain("cannot open the database");
});

test("a short log stays as it is, and so does prose", () => {
  expect(shrunk(logs, many(0, 10).join("\n"))).toBeNull();
  expect(shrunk(logs, "A sentence about nothing.\n".repeat(100))).toBeNull();
});

test("every line of trouble stays, wherever it stands", () => {
  const trouble = fc.constantFrom("ERROR no such file", "fatal: not a repository", "TypeError: x is no function");
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(400).map(info) }, trouble), { minLength: 90 }),
      (lines) => {
        const short = (shrunk(logs, lines.join("\n")) ?? lines.join("\n")).split("\n");
        for (const line of lines) if (!line.includes("INFO")) expect(short).toContain(line);
      },
    ),
    { numRuns: 60 },
  );
});

test("the laws of what keeps lines hold", () => expectLineLaws(logs, fc.nat(99).map(info)));
test("no text takes for ever", () => expectLinear(logs));
