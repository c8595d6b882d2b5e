import { beforeEach, expect, test } from "bun:test";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { followLines, lastLines } from "../../../cli/logs/file.ts";
import { scratchFolder } from "../../support/scratch.ts";

let folder = "";
let file = "";
const all = (): boolean => true;

beforeEach(() => {
  folder = scratchFolder();
  file = join(folder, "daemon.log");
});

const older = (minute: number): string => `${file}.20261102T09${String(minute).padStart(2, "0")}00000Z`;

test("Z13: the latest lines come out of all files, packed or not, oldest first", async () => {
  writeFileSync(`${older(1)}.gz`, Bun.gzipSync("1\n2\n"));
  writeFileSync(older(2), "a\nb\n");
  writeFileSync(`${older(3)}.gz`, "");
  writeFileSync(file, "c\nd\nunfinished");

  expect((await lastLines(file, 3, all)).lines).toEqual(["b", "c", "d"]);
  expect((await lastLines(file, 5, all)).lines).toEqual(["2", "a", "b", "c", "d"]);
  expect((await lastLines(file, Number.POSITIVE_INFINITY, all)).lines).toEqual(["1", "2", "a", "b", "c", "d"]);
  expect((await lastLines(file, 1, all)).lines).toEqual(["d"]);
  expect((await lastLines(file, 2, (line) => line !== "d")).lines).toEqual(["b", "c"]);
  expect((await lastLines(file, 0, all)).lines).toEqual([]);
});

test("no file is no lines", async () => {
  expect((await lastLines(file, 5, all)).lines).toEqual([]);
});

test("following goes on over the change of files and loses nothing", async () => {
  writeFileSync(file, "old\nhalf");
  const { end } = await lastLines(file, 0, all);
  const following = followLines(file, end);
  const next = async (): Promise<string | undefined> => (await following.next()).value ?? undefined;

  appendFileSync(file, "-whole\n");
  expect(await next()).toBe("half-whole");
  appendFileSync(file, "last words\n");
  renameSync(file, older(1));
  writeFileSync(file, "new file\n");

  expect([await next(), await next()]).toEqual(["last words", "new file"]);
  await following.return(undefined);
});

test("following waits for a file that is not there yet", async () => {
  const following = followLines(file, { inode: 0, offset: 0 });
  const first = following.next();

  writeFileSync(file, "hello\n");

  expect((await first).value).toBe("hello");
  await following.return(undefined);
});
