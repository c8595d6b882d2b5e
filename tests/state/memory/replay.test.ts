import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Decision } from "../../../src/core/memory.ts";
import { openReplay } from "../../../src/state/memory/replay.ts";
import { scratchFolder } from "../../support/scratch.ts";

const decision: Decision = { steps: [{ do: "ansi", v: 1, with: {} }], before: 10, after: 5, isBatched: false };

test("what was decided is there after a restart, and nothing else", async () => {
  const file = join(scratchFolder(), "replay.db");
  const first = openReplay(file, () => 1);
  expect(first.hasAny()).toBe(false);
  await first.write(new Map([["a", decision]]));
  first.close();
  const second = openReplay(file, () => 2);
  expect(second.hasAny()).toBe(true);
  expect(await second.read(["a", "b"])).toEqual(new Map([["a", decision]]));
  second.close();
});
