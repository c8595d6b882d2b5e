import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { rotatedFiles, rotatedName, tidy } from "../../../src/state/logs/rotated.ts";
import { scratchFolder } from "../../support/scratch.ts";

const keepAll = { files: 1000, days: 1000, bytes: Number.POSITIVE_INFINITY };
const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 21);

/** A log's folder, with files that it has filled so many days ago. */
const filled = (...daysAgo: readonly number[]) => {
  const file = join(scratchFolder(), "daemon.log");
  const paths = daysAgo.map((days) => {
    const path = rotatedName(file, now - days * dayMs, existsSync);
    writeFileSync(path, `lines of ${days} days ago\n`);
    utimesSync(path, (now - days * dayMs) / 1000, (now - days * dayMs) / 1000);
    return path;
  });
  return { file, paths };
};
const namesIn = (file: string) => readdirSync(join(file, "..")).toSorted();

test("a name is never given twice", () => {
  const { file, paths } = filled(3, 3);

  expect(new Set(paths).size).toBe(2);
  expect(basename(paths[0] ?? "")).toBe("daemon.log.20261118T000000000Z");
  writeFileSync(`${rotatedName(file, now, existsSync)}.gz`, "");
  expect(rotatedName(file, now, existsSync)).toEndWith("T000000001Z");
});

test("V13, Z13: what is full is packed, keeps its age, and is its owner's alone", async () => {
  const { file, paths } = filled(2, 1);

  await tidy(file, keepAll, now);

  const found = await rotatedFiles(file);
  expect(found.map(({ path }) => path)).toEqual(paths.map((path) => `${path}.gz`));
  for (const { path } of found) expect(statSync(path).mode & 0o777).toBe(0o600);
  const [first = ""] = found.map(({ path }) => path);
  expect(Buffer.from(Bun.gunzipSync(readFileSync(first))).toString()).toBe("lines of 2 days ago\n");
  expect(statSync(first).mtimeMs).toBe(now - 2 * dayMs);
  expect(namesIn(file).length).toBe(2);
});

test("what is not kept goes, the oldest first: by count, by age, by size", async () => {
  const byCount = filled(3, 2, 1);
  const byAge = filled(3, 2, 1);
  const bySize = filled(3, 2, 1);

  await tidy(byCount.file, { ...keepAll, files: 1 }, now);
  await tidy(byAge.file, { ...keepAll, days: 2 }, now);
  await tidy(bySize.file, { ...keepAll, bytes: 100 }, now);

  expect((await rotatedFiles(byCount.file)).map(({ path }) => path)).toEqual([`${byCount.paths[2]}.gz`]);
  expect((await rotatedFiles(byAge.file)).length).toBe(2);
  expect((await rotatedFiles(bySize.file)).map(({ path }) => path)).toEqual(
    bySize.paths.slice(1).map((path) => `${path}.gz`),
  );
});

test("D-02: half a packed file that a kill left is made again, and a whole one takes the plain one's place", async () => {
  const { file, paths } = filled(2, 1);
  const [first = "", second = ""] = paths;
  writeFileSync(`${first}.gz.tmp`, "half");
  writeFileSync(`${second}.gz`, Bun.gzipSync("packed already\n"));

  await tidy(file, keepAll, now);

  expect(namesIn(file)).toEqual([`${basename(first)}.gz`, `${basename(second)}.gz`]);
  expect(Buffer.from(Bun.gunzipSync(readFileSync(`${first}.gz`))).toString()).toBe("lines of 2 days ago\n");
  expect(Buffer.from(Bun.gunzipSync(readFileSync(`${second}.gz`))).toString()).toBe("packed already\n");
});

test("files of other people beside it stay", async () => {
  const { file } = filled(1);
  const others = ["daemon.log", "daemon.log.old", "daemon.log.2026.gz", "audit.jsonl.20261118T000000000Z", "x.gz.tmp"];
  for (const name of others) writeFileSync(join(file, "..", name), "mine");

  await tidy(file, { files: 0, days: 0, bytes: 0 }, now);

  expect(namesIn(file)).toEqual(others.toSorted());
});
