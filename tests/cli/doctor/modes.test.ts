import { expect, test } from "bun:test";
import { judgeModes } from "../../../cli/doctor/modes.ts";

const entry = (path: string, mode: number, isFolder = false, uid = 1000) => ({ path, mode, isFolder, uid });
const judged = (...entries: ReturnType<typeof entry>[]) =>
  judgeModes({ entries, uid: 1000 }).map(({ level, text, fix }) => [level, text, fix?.what ?? null]);

test("private files of ours are fine", () => {
  expect(judged(entry("/h/p", 0o40700, true), entry("/h/p/token", 0o100600))).toEqual([
    ["ok", "files: p 0700, token 0600", null],
  ]);
});

test("what others can read or enter can be closed; what is not ours cannot", () => {
  expect(judged(entry("/h/p", 0o40755, true), entry("/h/p/servers.yaml", 0o100644))).toEqual([
    ["problem", "/h/p is open to other users (0755)", "chmod 700 /h/p"],
    ["problem", "/h/p/servers.yaml is open to other users (0644)", "chmod 600 /h/p/servers.yaml"],
  ]);
  expect(judged(entry("/h/p/token", 0o100644, false, 0))).toEqual([
    ["problem", "/h/p/token belongs to another user", null],
  ]);
});

test("a home that is not there yet is no problem", () => {
  expect(judged()[0]?.[0]).toBe("hint");
});
