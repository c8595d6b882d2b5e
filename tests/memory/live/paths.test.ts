import { expect, test } from "bun:test";
import { paths } from "../../../src/memory/live/paths.ts";
import { aboutOf } from "../../support/about.ts";

const many = (folder: string, ending: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${folder}/file${at}${ending}`);

const found = [
  ...many("src/core", ".ts", 30),
  ...many("./node_modules/left-pad", ".js", 60),
  "find: x: Permission denied",
];

const thinned = (lines: readonly string[], mode: "balanced" | "aggressive" = "balanced"): readonly string[] => {
  const text = lines.join("\n");
  const how = paths.suits(text, aboutOf({ label: "find ." }, text, mode));
  return (how === null ? null : paths.apply(text, how, () => null))?.split("\n") ?? [];
};

test("what a tool filled is told in numbers, and every other path is named whole", () => {
  const lines = thinned(found);
  expect(lines.slice(0, 30)).toEqual(found.slice(0, 30));
  expect(lines).toContain("[57 more below ./node_modules/: 57 .js]");
  expect(lines).toContain("find: x: Permission denied");
  expect(lines.at(-1)).toMatch(/^\[57 paths left out: proxy-cli memory show m_/);
});

test("aggressive names fewer of each folder", () => {
  expect(thinned(found, "aggressive")).toContain("[18 more below src/core/: 18 .ts]");
});

test("short lists stay, and so do lines that hold more than paths", () => {
  expect(thinned(found.slice(0, 7))).toEqual([]);
  expect(thinned(found.map((line) => `${line}:12: const a = 1;`))).toEqual([]);
});
