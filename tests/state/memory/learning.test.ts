import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { rewardProfiles } from "../../../src/core/memory.ts";
import { goals } from "../../../src/memory/learning/arms.ts";
import { beginning, learningWith, livedThrough, numbersFrom } from "../../support/learning.ts";
import { scratchFolder } from "../../support/scratch.ts";

const newFile = (): string => join(scratchFolder(), "home", "memory-policy.json");

test("a conversation keeps its arm: in every request, after a restart, whatever was learned meanwhile", () => {
  fc.assert(
    fc.property(fc.constantFrom(...rewardProfiles), fc.integer(), (profile, seed) => {
      const file = newFile();
      const learning = learningWith({ file, random: numbersFrom(seed) });
      const arm = learning.armOf(beginning("s_1", { profile }));
      const again = Array.from({ length: 20 }, () => learning.armOf(beginning("s_1", { profile })));
      learning.close();
      const restarted = learningWith({ file, random: numbersFrom(seed + 1) });

      expect(goals[profile].arms).toContain(arm as (typeof again)[number] & string);
      expect(new Set([...again, restarted.armOf(beginning("s_1", { profile, isNew: false }))])).toEqual(new Set([arm]));
    }),
    { numRuns: 30 },
  );
});

test("one that had begun before has no arm, and a helper has that of who started it", () => {
  const learning = learningWith({});

  expect(learning.armOf(beginning("s_old", { isNew: false }))).toBeNull();
  for (let at = 0; at < 20; at++)
    expect(learning.armOf(beginning(`s_child${at}`, { parent: `s_${at}` }))).toBe(
      learning.armOf(beginning(`s_child${at}`)) as "live",
    );
  for (let at = 20; at < 40; at++) {
    const above = learning.armOf(beginning(`s_${at}`));
    expect(learning.armOf(beginning(`s_child${at}`, { parent: `s_${at}` }))).toBe(above as "live");
  }
});

test("what pays in a project is picked there most, and is not heard of in another", async () => {
  const learning = learningWith({});
  const counts = { here: 0, there: 0 };
  for (let at = 0; at < 120; at++) {
    const here = await livedThrough(learning, beginning(`s_a${at}`), (arm) => (arm === "lossless" ? 0.6 : 0.1));
    const there = beginning(`s_b${at}`, { place: () => "/home/me/other" });
    if (here === "lossless") counts.here++;
    if ((await livedThrough(learning, there, (arm) => (arm === "batch" ? 0.6 : 0.1))) === "batch") counts.there++;
  }

  expect(counts.here).toBeGreaterThan(80);
  expect(counts.there).toBeGreaterThan(80);
  expect(learning.projects()).toHaveLength(2);
});

test("what a person had shown again is a regret", async () => {
  const learning = learningWith({ recallsOf: async () => 2 });
  await livedThrough(learning, beginning("s_1"), () => 0.5);

  const [experience] = Object.values(learning.projects()[0]?.arms ?? {});
  expect(experience).toEqual({ sessions: 1, savedShare: 0.5, regret: 0.5 });
});

test("reset forgets what was learned, on the disk too; conversations that go on keep their arms", async () => {
  const file = newFile();
  const learning = learningWith({ file });
  await livedThrough(learning, beginning("s_1"), () => 0.5);
  const arm = learning.armOf(beginning("s_2"));

  expect(learning.reset()).toEqual({ projects: 1 });
  expect([learning.projects(), learningWith({ file }).projects()]).toEqual([[], []]);
  expect(learningWith({ file }).armOf(beginning("s_2", { isNew: false }))).toBe(arm);
  expect(learning.reset()).toEqual({ projects: 0 });
});

test("the file is its owner's alone and holds no text of anybody's; where nothing was learned there is none", () => {
  const file = newFile();
  const learning = learningWith({ file });
  learning.ended("s_1", { costMicros: 1, savedMicros: 0, askedAgain: 0, isRepeated: false, isAnswered: true });
  learning.close();
  expect([learning.open(), existsSync(file)]).toEqual([0, false]);

  learning.armOf(beginning("s_1", { place: () => "/home/me/secret-merger" }));
  learning.close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).not.toContain("merger");
});

test.each([
  "",
  "{",
  "[]",
  '{"version":2}',
  '{"version":1,"projects":[{}],"episodes":[]}',
  '{"version":1,"projects":[],"episodes":[{"session":"s_1"}]}',
])("a damaged file is moved aside, and learning begins anew: %j", (text) => {
  const file = newFile();
  const [told, first] = [[] as string[], learningWith({ file })];
  first.armOf(beginning("s_0"));
  first.close();
  writeFileSync(file, text);
  const learning = learningWith({ file, now: () => 7, onTrouble: (what) => told.push(what) });

  expect(learning.armOf(beginning("s_1"))).not.toBeNull();
  learning.close();
  expect(readdirSync(dirname(file)).sort()).toEqual([basename(file), `${basename(file)}.corrupt-7`]);
  expect(told).toEqual([expect.stringContaining("has been moved to")]);
  expect(learningWith({ file }).open()).toBe(1);
});

test("a disk that cannot be written is told of, and stops nothing", () => {
  const told: string[] = [];
  const folder = scratchFolder();
  writeFileSync(join(folder, "file"), "");
  const learning = learningWith({ file: join(folder, "file", "policy.json"), onTrouble: (what) => told.push(what) });

  expect(learning.armOf(beginning("s_1"))).not.toBeNull();
  learning.close();
  expect(told).toHaveLength(1);
});
