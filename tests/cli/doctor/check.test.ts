import { expect, jest, test } from "bun:test";
import { defineCheck, ok, problem } from "../../../cli/doctor/check.ts";
import type { Scene } from "../../../cli/doctor/scene.ts";

const scene = {} as Scene; // these checks look at nothing

test("what was looked at is judged", async () => {
  const check = defineCheck({ name: "x", look: async () => 5, judge: (facts) => [ok(`found ${facts}`)] });

  expect(await check.run(scene)).toEqual([{ level: "ok", text: "found 5", next: null, fix: null }]);
});

test("a check that cannot run says so, without words of unknown origin", async () => {
  const check = defineCheck({
    name: "x",
    look: () => {
      throw Object.assign(new Error("sk-secret-0123456789"), { code: "EACCES" });
    },
    judge: () => [problem("never")],
  });

  expect(await check.run(scene)).toEqual([{ level: "unchecked", text: "x: EACCES", next: null, fix: null }]);
});

test("a check that hangs is given up and says so", async () => {
  jest.useFakeTimers();
  const check = defineCheck({ name: "x", look: () => new Promise<number>(() => undefined), judge: () => [] });

  const findings = check.run(scene);
  jest.advanceTimersByTime(10_000);
  jest.useRealTimers();

  expect(await findings).toMatchObject([{ level: "unchecked", text: "x: it took longer than 10 s" }]);
});
