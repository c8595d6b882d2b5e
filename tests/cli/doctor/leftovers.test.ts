import { expect, test } from "bun:test";
import { judgeLeftovers } from "../../../cli/doctor/leftovers.ts";

const clean = {
  isRunning: false,
  socket: "none",
  isLocked: false,
  crashLog: null,
  socketPath: "/p/daemon.sock",
  crashPath: "/p/logs/crash.log",
} as const;
const judged = (more: Partial<Parameters<typeof judgeLeftovers>[0]>) =>
  judgeLeftovers({ ...clean, ...more }).map(({ level, fix }) => [level, fix?.what ?? null]);

test("D-08 what a killed daemon has left can be removed; what is alive or not ours cannot", () => {
  expect(judged({})).toEqual([["ok", null]]);
  expect(judged({ socket: "a socket" })).toEqual([["hint", "remove /p/daemon.sock"]]);
  expect(judged({ socket: "a socket", isLocked: true })).toEqual([["problem", null]]);
  expect(judged({ socket: "something else" })).toEqual([["problem", null]]);
  expect(judged({ socket: "a socket", isRunning: true })).toEqual([["ok", null]]);
});

test("last words are shown, and removed only when nobody writes there", () => {
  const crashLog = { bytes: 120, last: "panic" };

  expect(judged({ crashLog })).toEqual([["hint", "remove /p/logs/crash.log"]]);
  expect(judged({ crashLog, isRunning: true })).toEqual([["hint", null]]);
  expect(judgeLeftovers({ ...clean, crashLog })[0]?.text).toContain("120 B, last: panic");
});
