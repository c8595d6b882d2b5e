import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { preferenceStore } from "../../../cli/dashboard/preferences.ts";
import { stateOf } from "../../support/dashboard.ts";
import { scratchFolder } from "../../support/scratch.ts";

const fileIn = () => join(scratchFolder(), "dashboard.json");

test("who comes back finds all as it was left; the file is its owner's alone", async () => {
  const file = fileIn();
  const left = {
    view: "stats",
    windowMinutes: 60,
    filter: "st:5xx",
    sessionsOf: "7 days",
    stats: { by: "client", period: "30 days" },
    requestList: { sort: "cost", isReversed: true, isWide: true, marked: [] },
  } as const;
  await preferenceStore(file).write({
    ...stateOf({ columns: 80, rows: 24 }),
    ...left,
    requestList: { ...left.requestList, marked: ["r_1"] },
  });

  expect(preferenceStore(file).read()).toEqual(left);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("what another version has written is passed over, the rest counts", () => {
  const file = fileIn();
  writeFileSync(file, '{"view":"nope","windowMinutes":5,"requestList":{"sort":"mood"},"more":1}');

  expect(preferenceStore(file).read()).toEqual({ windowMinutes: 5 });
});

test.each(["", "{", "[]", '{"view":"nope"}', '{"windowMinutes":7}'])("a file that says %j is no preference", (text) => {
  const file = fileIn();
  writeFileSync(file, text);

  expect(preferenceStore(file).read()).toEqual({});
});

test("without a file there is none", () => {
  expect(preferenceStore(fileIn()).read()).toEqual({});
});
