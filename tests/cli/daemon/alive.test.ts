import { expect, test } from "bun:test";
import { hasEnded, isAlive, kill, knownBy } from "../../../cli/daemon/alive.ts";

test("a process lives until it is killed", async () => {
  const child = Bun.spawn(["sleep", "60"]);
  const known = knownBy(child.pid);

  expect(isAlive(child.pid)).toBeTrue();
  expect(await hasEnded(known, 0)).toBeFalse();
  expect(kill(known)).toBeTrue();

  expect(await hasEnded(known, 5000)).toBeTrue();
  await child.exited; // until then the system keeps its number for it
  expect(kill(known)).toBeFalse();
});

test("D-08: a number that has gone to another program is never killed, and the one that had it has ended", async () => {
  const other = Bun.spawn(["sleep", "60"]);
  const before = { pid: other.pid, began: "an earlier moment" };

  expect(await hasEnded(before, 0)).toBeTrue();
  expect(kill(before)).toBeFalse();
  expect(kill({ pid: other.pid, began: null })).toBeFalse();

  expect(isAlive(other.pid)).toBeTrue();
  other.kill();
});
