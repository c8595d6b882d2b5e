import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { pathsUnder } from "../../../src/config/paths.ts";
import { makePrivateFolder } from "../../../src/lib/private-file.ts";
import { originalId } from "../../../src/memory/shrinkers/placeholder.ts";
import { openOriginals } from "../../../src/state/memory/originals.ts";
import { beginning, learningWith, livedThrough } from "../../support/learning.ts";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => rmSync(corner.folder, { recursive: true, force: true }));

const json = async (...words: readonly string[]) => JSON.parse((await corner.cli(["memory", ...words, "--json"])).out);

test("without a daemon a note is kept, listed, found, shown to the byte and let go", async () => {
  const note = "read-only on Fridays: \u001b[1mstaging\u001b[0m é 🦊";
  const { id } = await json("remember", note);

  expect((await json("list")).memories).toMatchObject([{ id, source: "note", is_pinned: true, times_recalled: 0 }]);
  expect((await json("recall", "staging on friday")).passages).toMatchObject([{ id, text: note, from_line: 1 }]);
  expect((await corner.cli(["memory", "show", id])).out).toBe(note);
  expect(await json("stats")).toMatchObject({ running: false, mode: null, kept: 1, pinned: 1, recalls: 2 });
  expect(await json("forget", id)).toMatchObject({ forgotten: 1 });
  expect((await corner.cli(["memory"])).out).toContain("nothing is kept");
});

test.each([
  [["show"], 2, "memory show needs its id"],
  [["show", "../etc"], 2, "they look like m_"],
  [["show", "m_0000000000"], 66, "nothing is kept under m_0000000000"],
  [["pin", "m_0000000000"], 66, "nothing is kept under m_0000000000"],
  [["show", "m_0000000000", "--grep", "("], 2, "regular expression"],
  [["show", "m_0000000000", "--lines", "9-2"], 2, "10-40"],
  [["recall", " "], 2, "needs a few words"],
  [["forget"], 2, "takes one of"],
  [["forget", "--all"], 2, "Forget everything that is kept?"],
  [["list", "--session", "nobody!"], 2, "no session's id"],
  [["shwo"], 2, "proxy-cli memory show"],
] as const)("memory %j says what is wrong and what to do", async (words, code, said) => {
  const ran = await corner.cli(["memory", ...words]);

  expect(ran).toMatchObject({ code, out: "" });
  expect(ran.err.toLowerCase()).toContain(said.toLowerCase());
  expect(ran.err).toContain("\ntry: ");
});

const set = (name: string, value: string) => corner.cli(["config", "--set", name, value]);

test("recall keeps to the settings: the latest so many, those that are important enough, the newer of two alike", async () => {
  const day = 86_400_000;
  makePrivateFolder(corner.home);
  const file = pathsUnder(corner.home).originals;
  const store = (at: number) =>
    openOriginals({ file, now: () => at, later: () => undefined, onTrouble: () => undefined });
  const texts = [
    "the parser failed on an unclosed quote, the parser",
    "the parser failed on an unclosed bracket",
    "lunch is at one",
  ];
  for (const [age, text] of [
    [300, texts[0]],
    [2, texts[1]],
    [1, texts[2]],
  ] as const) {
    const kept = store(Date.now() - (age * day) / 15);
    await kept.keep([
      {
        id: originalId(String(text)),
        text: String(text),
        source: "Bash",
        entry: 1,
        tokens: 9,
        importance: age === 2 ? 0.9 : 0.2,
      },
    ]);
    kept.close();
  }
  const found = async (): Promise<readonly string[]> =>
    (await json("recall", "unclosed quote in the parser", "--lines", "1")).passages.map(
      ({ text }: { text: string }) => text,
    );

  expect(await found()).toEqual([texts[0] as string]);
  await set("memory.decay", "true");
  expect(await found()).toEqual([texts[1] as string]);
  await set("memory.decay", "false");
  await set("memory.min_importance", "0.5");
  expect(await found()).toEqual([texts[1] as string]);
  await set("memory.min_importance", "0");
  await set("memory.max_memories", "1");
  expect(await found()).toEqual([]);
});

test("without a daemon what was learned is shown and forgotten all the same", async () => {
  const file = pathsUnder(corner.home).learnt;
  const learning = learningWith({ file });
  await livedThrough(learning, beginning("s_1"), () => 0.5);
  learning.close();

  expect(await json("policy")).toMatchObject({
    running: false,
    is_on: null,
    projects: [{ arms: [{ saved_share: 0.5, reward: null }] }],
  });
  expect((await corner.cli(["memory", "policy"])).out).toContain("50%");
  expect(await corner.cli(["memory", "policy", "reset"])).toMatchObject({ code: 2 });
  expect(await json("policy", "reset", "--yes")).toMatchObject({ projects: 1 });
  expect(await json("policy")).toMatchObject({ projects: [] });
  expect(await corner.cli(["memory", "policy", "rest"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("memory policy reset"),
  });
});
