import { expect, test } from "bun:test";
import { judgeConfig } from "../../../cli/doctor/config.ts";

test("each mistake has a line of its own, and a warning keeps nothing from starting", () => {
  const levels = (errors: readonly string[], warnings: readonly string[]) =>
    judgeConfig({ errors, warnings }).map(({ level, text }) => `${level} ${text}`);

  expect(levels([], [])).toEqual(["ok config.yaml and servers.yaml are valid"]);
  expect(levels([], ["w"])).toEqual(["ok config.yaml and servers.yaml are valid", "hint w"]);
  expect(levels(["a", "b"], ["w"])).toEqual(["problem a", "problem b", "hint w"]);
});
