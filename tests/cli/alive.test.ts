import { expect, test } from "bun:test";
import { hasEnded, isAlive, kill } from "../../cli/alive.ts";

test("a process lives until it is killed", async () => {
  const child = Bun.spawn(["sleep", "60"]);

  expect(isAlive(child.pid)).toBeTrue();
  expect(await hasEnded(child.pid, 0)).toBeFalse();
  kill(child.pid);

  expect(await hasEnded(child.pid, 5000)).toBeTrue();
});
