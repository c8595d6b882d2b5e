import { expect, test } from "bun:test";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openAnswers } from "../../../src/state/memory/answers.ts";
import { scratchFolder } from "../../support/scratch.ts";

type How = { readonly keepMs?: number; readonly maxBytes?: number; readonly now?: () => number };

const answersIn = (folder: string | null, how: How = {}) => {
  const troubles: string[] = [];
  const answers = openAnswers({ folder, now: () => Date.now(), onTrouble: (what) => troubles.push(what), ...how });
  return { answers, troubles };
};

test("what was answered is still known after a restart, in files that only their owner can read", () => {
  const folder = join(scratchFolder(), "answers");
  answersIn(folder).answers.put("image-1-abc_-", "A cat.");

  expect(answersIn(folder).answers.get("image-1-abc_-")).toBe("A cat.");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
});

test("without a folder it lasts as long as the process", () => {
  const { answers } = answersIn(null);
  answers.put("k", "A cat.");
  expect([answers.get("k"), answers.get("l")]).toEqual(["A cat.", null]);
});

test("what is too old is not told, and goes with the next answer", () => {
  const folder = join(scratchFolder(), "answers");
  let at = Date.now();
  const { answers } = answersIn(folder, { now: () => at, keepMs: 1000 });
  answers.put("old", "x");
  at += 2000;
  expect(answers.get("old")).toBeNull();
  answers.put("new", "y");
  expect(readdirSync(folder)).toEqual(["new.txt"]);
});

test("when it is too much the oldest goes", () => {
  const folder = join(scratchFolder(), "answers");
  const { answers } = answersIn(folder, { maxBytes: 10 });
  for (const key of ["a", "b", "c"]) answers.put(key, "12345");
  expect(readdirSync(folder).sort()).toEqual(["b.txt", "c.txt"]);
});

test("a folder that cannot be made is told of, and what is known goes on being used", () => {
  const { answers, troubles } = answersIn("/proc/nowhere/answers");
  answers.put("k", "A cat.");
  expect(answers.get("k")).toBe("A cat.");
  expect(troubles.length).toBeGreaterThan(0);
});

test("a key that is no name of a file is refused", () => {
  expect(() => answersIn(null).answers.put("../k", "x")).toThrow();
});
