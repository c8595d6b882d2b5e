import { expect, test } from "bun:test";
import { cleared, isWorth } from "../../../src/memory/batch/cleared.ts";
import { program, questionOf, ran } from "../../support/batches.ts";

const offered = (lines: number, mode: "balanced" | "aggressive", note: string | null = null) => {
  const question = questionOf([ran("npm test", program(lines))], { policy: { mode } });
  const [, piece] = question.pieces;
  if (piece === undefined) throw new Error("no piece");
  return cleared(question, piece, { since: 3, note })[0];
};

test("its names take a part of it, less where more is to be saved, and nothing where they stand further on", () => {
  const chars = (candidate: ReturnType<typeof offered>) => candidate?.steps[0]?.with["chars"];
  expect(Number(chars(offered(100, "balanced")))).toBeGreaterThan(Number(chars(offered(100, "aggressive"))));
  expect(chars(offered(100, "balanced", "it came again further on"))).toBe(0);
});

test("what would not become shorter by 200 tokens stays", () => {
  expect(offered(4, "balanced")).toBeUndefined();
  expect(offered(100, "balanced")?.guess).toBeLessThan(400);
});

test("what went out shorter already may go too: the whole of what came counts, and a few tokens more", () => {
  expect(isWorth({ came: 1700, goes: 190, left: 45 })).toBe(true);
  expect(isWorth({ came: 1700, goes: 80, left: 45 })).toBe(false);
  expect(isWorth({ came: 240, goes: 240, left: 45 })).toBe(false);
});
