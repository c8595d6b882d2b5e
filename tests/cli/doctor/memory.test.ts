import { expect, test } from "bun:test";
import { judgeMemory } from "../../../cli/doctor/memory.ts";

const usual = { mode: "balanced", unwritable: null, fileBytes: 4096, mostBytes: 1e9 } as const;

test("V5: decisions that can be kept are well, and their size is told", () => {
  expect(judgeMemory(usual)).toMatchObject([{ level: "ok", text: "memory: balanced, 4.10 kB kept" }]);
  expect(judgeMemory({ ...usual, mode: null, fileBytes: null })).toMatchObject([{ level: "ok" }]);
});

test("a file that cannot be written is a problem with the command that cures it, one above its cap a hint", () => {
  expect(judgeMemory({ ...usual, unwritable: "/p/replay.db" })).toMatchObject([
    { level: "problem", next: "chmod u+rw /p/replay.db" },
  ]);
  expect(judgeMemory({ ...usual, mostBytes: 1000 })).toMatchObject([{ level: "hint" }]);
});
