import { expect, test } from "bun:test";
import { packedAnswer } from "../../../src/cache/entry.ts";
import type { SharedValues } from "../../../src/core/shared.ts";
import { openAnswerFile } from "../../../src/state/cache/file.ts";
import { createLayers } from "../../../src/state/cache/layers.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { keptAnswer } from "../../support/answer-cache.ts";

const alone = createAlone(() => 0).values;

type State = "alone" | "connected";

const layersWith = ({ values, now = () => 2000, maxBytes = 1_000_000, path = null }: Partial<Parts> = {}) => {
  const shared = createAlone(now);
  const state: State = values === undefined ? "alone" : "connected";
  const waiting: (() => void)[] = [];
  const heard: string[] = [];
  const file = openAnswerFile(path, now, () => undefined);
  const layers = createLayers({
    ...{ file, now, prefix: () => "cache:0:", later: (work) => void waiting.push(work) },
    shared: { values: values ?? shared.values, standing: () => ({ state, sinceAt: 0, reason: null }) },
    onDamage: (damage) => void heard.push(damage),
    onEvicted: (count) => void heard.push(`${count} went`),
    onTrouble: (what) => void heard.push(what),
  });
  layers.limit({ maxBytes, maxEntryBytes: 1000 });
  const write = (): void => {
    for (const work of waiting.splice(0)) work();
  };
  return { layers, file, heard, write };
};

type Parts = {
  readonly values: SharedValues;
  readonly now: () => number;
  readonly maxBytes: number;
  readonly path: string | null;
};

test("an answer is at hand at once, and in the file a moment later", async () => {
  const { layers, file, write } = layersWith();
  layers.keep(keptAnswer());

  expect(layers.recent("key")).toEqual(keptAnswer());
  expect(file.sums(0).entries).toBe(0);
  write();
  expect(file.sums(0).entries).toBe(1);
});

test("what is not in memory any more comes from the file, and is in memory then", async () => {
  const { layers, write } = layersWith();
  layers.keep(keptAnswer());
  write();
  layers.limit({ maxBytes: 0, maxEntryBytes: 1000 });
  layers.limit({ maxBytes: 1_000_000, maxEntryBytes: 1000 });
  expect(layers.recent("key")).toBeNull();

  expect((await layers.find("key"))?.body).toEqual(keptAnswer().body);
  expect(layers.recent("key")).not.toBeNull();
});

test("how often it was given is written down with the next answers", () => {
  const { layers, file, write } = layersWith();
  layers.keep(keptAnswer());
  layers.used("key");
  layers.used("key");
  write();

  expect(file.list("key", 1, 0)[0]?.hits).toBe(2);
});

test("of many answers that were given again a few are written at a time, and all when it is closed", () => {
  const { layers, file, write } = layersWith();
  const keys = Array.from({ length: 150 }, (_, at) => `key${at}`);
  for (const key of keys) layers.keep(keptAnswer({ key }));
  write();
  const hits = (): number => file.list("key", 200, 0).reduce((sum, one) => sum + one.hits, 0);
  for (const key of keys) layers.used(key);

  write();
  expect(hits()).toBe(64);
  write();
  expect(hits()).toBe(128);
  layers.flush();
  expect(hits()).toBe(150);
  write();
  expect(hits()).toBe(150);
});

test("what the own file has is not asked for elsewhere", async () => {
  let asked = 0;
  const get: SharedValues["get"] = async () => {
    asked++;
    return [null];
  };
  const { layers, write } = layersWith({ values: { ...alone, get } });
  layers.keep(keptAnswer());
  write();
  layers.limit({ maxBytes: 0, maxEntryBytes: 1000 });
  layers.limit({ maxBytes: 1_000_000, maxEntryBytes: 1000 });

  expect((await layers.find("key"))?.model).toBe("claude-x");
  expect(asked).toBe(0);
  expect(await layers.find("another")).toBeNull();
  expect(asked).toBe(1);
});

test("what daemons share is kept there too, and another daemon finds it", async () => {
  const together = createAlone(() => 2000).values;
  const [one, other] = [layersWith({ values: together }), layersWith({ values: together })];
  one.layers.keep(keptAnswer());

  expect((await other.layers.find("key"))?.model).toBe("claude-x");
  expect(other.layers.recent("key")).not.toBeNull();
});

test("K-05 what lies in the shared store and is no answer is a miss, is taken away and counted, however large", async () => {
  const good = packedAnswer(keptAnswer());
  const older = Buffer.from(good);
  older.writeUInt16BE(99, 4);
  const cases = [
    ["not ours", Buffer.from("garbage")],
    ["cut", good.subarray(0, 90)],
    ["older version", older],
    ["another's", packedAnswer(keptAnswer({ key: "of another tenant" }))],
    ["too large", packedAnswer(keptAnswer({ body: new Uint8Array(5000) }))],
    ["not ours", new Uint8Array(600 * 1024 * 1024)],
  ] as const;

  for (const [damage, value] of cases) {
    const removed: string[] = [];
    const values: SharedValues = {
      get: async () => [value],
      set: async () => undefined,
      remove: async (keys) => void removed.push(...keys),
      agree: alone.agree,
    };
    const { layers, heard } = layersWith({ values });

    expect(await layers.find("key")).toBeNull();
    expect(heard).toEqual([damage]);
    expect(removed).toEqual(["cache:0:key"]);
  }
});

test("a shared store that fails is as if there were none", async () => {
  const fails = async (): Promise<never> => {
    throw new Error("gone");
  };
  const { layers, heard } = layersWith({ values: { ...alone, get: fails, set: fails, remove: fails } });
  layers.keep(keptAnswer());
  layers.limit({ maxBytes: 0, maxEntryBytes: 1000 });
  layers.flush();

  expect(await layers.find("key")).toBeNull(); // there was room for none in the file
  expect(layers.remove("key")).toBe(false);
  expect(heard).toEqual(["1 went"]);
});

test("a file that fails is told of, and traffic goes on as if there were none", async () => {
  const { layers, heard, write } = layersWith({ path: "/nowhere/cache.db" });
  layers.keep(keptAnswer({ key: "waits" }));
  write();

  expect(await layers.find("elsewhere")).toBeNull();
  expect(layers.clear()).toBe(0);
  layers.keep(keptAnswer());
  expect(layers.recent("key")).not.toBeNull();
  expect(heard.length).toBeGreaterThan(0);
});

test("what is over is given by no layer", async () => {
  let now = 2000;
  const together = createAlone(() => 0).values; // its clock stands still
  const { layers, write } = layersWith({ values: together, now: () => now });
  layers.keep(keptAnswer({ endsAt: 3000 }));
  write();
  now = 3000;

  expect(layers.recent("key")).toBeNull();
  expect(await layers.find("key")).toBeNull();
});

test("clearing counts what waited to be written, too", async () => {
  const { layers } = layersWith();
  layers.keep(keptAnswer());
  layers.keep(keptAnswer({ key: "other" }));

  expect(layers.clear()).toBe(2);
  expect(await layers.find("key")).toBeNull();
  expect(layers.memory()).toMatchObject({ entries: 0, bytes: 0 });
});
