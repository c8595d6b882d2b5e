import { expect, test } from "bun:test";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countStart, isCrashLoop, type Starts, withStart } from "../../src/lifecycle/crash-count.ts";
import { scratchFolder } from "../support/scratch.ts";

const newFile = (): string => join(scratchFolder(), "starts.json");

test("D-22 a run that never ended in order is a crash when the next one begins, and five in a minute are a loop", () => {
  let starts: Starts = { run: null, crashes: [] };
  const loops = [0, 1, 3, 7, 15, 31].map((second) => {
    starts = withStart(starts, `run ${second}`, second * 1000);
    return isCrashLoop(starts);
  });

  expect(loops).toEqual([false, false, false, false, false, true]);
});

test("D-22 crashes that lie apart are no loop, and a clock that went back counts none of the future's", () => {
  const hourly = [1, 2, 3, 4, 5, 6, 7].reduce<Starts>((so, hour) => withStart(so, `${hour}`, hour * 3_600_000), {
    run: null,
    crashes: [],
  });

  expect(hourly.crashes).toHaveLength(1);
  expect(withStart({ run: null, crashes: [9e9, 9e9, 9e9, 9e9, 9e9] }, "now", 1000).crashes).toEqual([]);
});

const crashTimes = (file: string, times: number): void => {
  for (let count = 0; count < times; count++) countStart(file, `crashed ${count}`, 1000 + count);
};

test("D-22 the sixth start after five crashes is careful, and one that ended in order forgets them", () => {
  const file = newFile();
  crashTimes(file, 5);

  const careful = countStart(file, "careful", 2000);
  careful.clear();

  expect(careful).toMatchObject({ isSafeMode: true, crashes: 5 });
  expect(existsSync(file)).toBe(false);
  expect(countStart(file, "usual", 2001)).toMatchObject({ isSafeMode: false, crashes: 0 });
});

test("a start that is refused with a reason is no crash and mends none", () => {
  const file = newFile();
  crashTimes(file, 3);

  for (const name of ["a", "b", "c"]) countStart(file, name, 1500).withdraw();

  expect(countStart(file, "next", 2000).crashes).toBe(3);
});

test("a run that another one has replaced does not take its mark away", () => {
  const file = newFile();
  const old = countStart(file, "old", 1000);
  countStart(file, "new", 2000);

  old.clear();

  expect(existsSync(file)).toBe(true);
});

test.each(["", "{", "null", "[]", '{"run":5,"crashes":7}', '{"crashes":["x",null]}'])(
  "a damaged file (%s) counts as none, and the start goes on",
  (text) => {
    const file = newFile();
    writeFileSync(file, text);

    expect(countStart(file, "run", 1000)).toMatchObject({ isSafeMode: false, crashes: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  },
);

test("a home that cannot be written keeps nobody from starting", () => {
  expect(countStart("/proc/nowhere/starts.json", "run", 1000)).toMatchObject({ isSafeMode: false });
});
