import { expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../../../src/core/memory.ts";
import { openReplay } from "../../../src/state/memory/replay.ts";
import { scratchFolder } from "../../support/scratch.ts";

const decision: Decision = { steps: [{ do: "ansi", v: 1, with: {} }], before: 10, after: 5, isBatched: false };
const day = 86_400_000;

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

test("what nobody has asked for was not decided, until it is", async () => {
  const store = openReplay(null, () => 0);
  await store.write(new Map([["a", decision]]));
  expect(await store.read(["b"])).toEqual(new Map());
  await store.write(new Map([["b", decision]]));
  expect(await store.read(["b"])).toEqual(new Map([["b", decision]]));
});

test("a decision is kept as long as its conversation goes on, and for weeks after that", async () => {
  const file = join(scratchFolder(), "replay.db");
  let now = 0;
  const opened = () => openReplay(file, () => now);
  const first = opened();
  await first.write(
    new Map([
      ["used", decision],
      ["unused", decision],
    ]),
  );
  now = 40 * day;
  expect((await first.read(["used"])).size).toBe(1);
  first.close();
  now = 60 * day;
  const second = opened();
  expect([...(await second.read(["used", "unused"])).keys()]).toEqual(["used"]);
  second.close();
});

test("a damaged file is moved aside and told of", async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "replay.db"), "no database at all ".repeat(200));
  const troubles: string[] = [];
  const store = openReplay(
    join(folder, "replay.db"),
    () => 5,
    (what) => troubles.push(what),
  );
  expect(troubles.length).toBe(1);
  expect(readdirSync(folder)).toContain("replay.db.corrupt-5");
  await store.write(new Map([["a", decision]]));
  expect((await store.read(["a"])).size).toBe(1);
  store.close();
});

test("what was decided of a conversation can be undone, and only that", async () => {
  const file = join(scratchFolder(), "replay.db");
  const store = openReplay(file, () => 0);
  const step = { do: "ansi", v: 1, with: {} };
  const shorter = { steps: [step], before: 100, after: 30, isBatched: false };
  await store.write(new Map([["a", shorter], ["b", { ...shorter, steps: [], after: 100 }], ["c", shorter]])); // biome-ignore format: a line
  store.belong({ keys: ["a", "b"], isSealed: true }, "s_1");
  store.belong({ keys: ["c"], isSealed: false }, "s_2");
  expect(store.ofSession("s_1")).toEqual({ edits: 1, tokens: 70, isSealed: true });

  store.reset("s_1");

  expect([...(await store.read(["a", "b", "c"])).keys()]).toEqual(["c"]);
  expect(store.ofSession("s_1")).toEqual({ edits: 0, tokens: 0, isSealed: false });
  store.close();
  expect([...(await openReplay(file, () => 0).read(["a", "b", "c"])).keys()]).toEqual(["c"]);
});
