import { expect, test } from "bun:test";
import { judgeFileLimit, limitIn } from "../../../cli/doctor/file-limit.ts";

test("the kernel's table is read", () => {
  const table = (soft: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${soft}   4096   files\n`;

  expect(limitIn(table("256"))).toBe(256);
  expect(limitIn(table("unlimited"))).toBe(Number.POSITIVE_INFINITY);
  expect(limitIn("nothing")).toBeNull();
});

test("a low limit is a hint, an unknown one is not called fine", () => {
  const level = (limit: number | null) => judgeFileLimit({ limit, whose: "daemon" })[0]?.level;

  expect([level(256), level(65_536), level(Number.POSITIVE_INFINITY), level(null)]).toEqual([
    "hint",
    "ok",
    "ok",
    "unchecked",
  ]);
});
