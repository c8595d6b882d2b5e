import { expect, test } from "bun:test";
import type { Decision } from "../../../src/core/memory.ts";
import { createMemoryDesk } from "../../../src/state/memory/desk.ts";
import { openMemory } from "../../../src/state/memory/index.ts";
import { learningWith } from "../../support/learning.ts";

const shorter: Decision = { steps: [{ do: "ansi", v: 1, with: {} }], before: 100, after: 40, isBatched: false };

const deskWith = async ({ isSealed = false } = {}) => {
  const memory = openMemory(
    { replay: null, originals: null },
    () => 1000,
    () => undefined,
  );
  await memory.replay.write(new Map([["a", shorter]]));
  memory.replay.belong({ keys: ["a"], isSealed }, "s_1");
  const learning = learningWith({});
  const policy = () => ({ isOn: true, profile: "BALANCED" }) as const;
  const desk = createMemoryDesk({ memory, learning, measure: (text) => text.length, mode: () => "balanced", policy });
  return { memory, desk };
};

test("a note is pinned and comes back, and that is counted", async () => {
  const { desk } = await deskWith();
  const { id } = await desk.rememberMemory({ text: "read-only on Fridays", session: "s_1" });
  await desk.memory({ id });

  expect(await desk.memory({ id })).toMatchObject({
    ...{ state: "kept", text: "read-only on Fridays" },
    memory: { timesRecalled: 2, isPinned: true, session: "s_1", source: "note" },
  });
  expect(await desk.memory({ id: "m_never" })).toEqual({ state: "unknown" });
});

test("a rehearsed reset changes nothing, a real one has the conversation go out whole", async () => {
  const { memory, desk } = await deskWith();

  expect(await desk.resetMemory({ session: "s_1", isDry: true })).toMatchObject({
    isDone: false,
    edits: 1,
    tokens: 60,
  });
  expect((await memory.replay.read(["a"])).size).toBe(1);
  expect(await desk.resetMemory({ session: "s_1", isDry: false })).toMatchObject({ isDone: true });
  expect((await memory.replay.read(["a"])).size).toBe(0);
});

test("what a vendor has sealed a thought over is not reset", async () => {
  const { memory, desk } = await deskWith({ isSealed: true });

  expect(await desk.resetMemory({ session: "s_1", isDry: false })).toMatchObject({ isDone: false, isSealed: true });
  expect((await memory.replay.read(["a"])).size).toBe(1);
});

test("stats add up what was decided and what is kept", async () => {
  const { desk } = await deskWith();

  expect(await desk.memoryStats({})).toMatchObject({
    ...{ mode: "balanced", kept: 0, edits: 1, editedTokens: 60 },
    shrinkers: [{ shrinker: "ansi", edits: 1 }],
  });
});
