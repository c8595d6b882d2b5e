import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync } from "node:fs";
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
