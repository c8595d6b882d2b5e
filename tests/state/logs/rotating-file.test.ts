import { expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { rotatedFiles } from "../../../src/state/logs/rotated.ts";
import { type Rotation, rotatingFile } from "../../../src/state/logs/rotating-file.ts";
import { stoppedClock } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { newSmallDisk } from "../../support/small-disk.ts";

const keep = { files: 1000, days: 1000, bytes: Number.POSITIVE_INFINITY };

const fileWith = (rotation: Partial<Rotation>) => {
  const file = join(scratchFolder(), "logs", "daemon.log");
  const clock = stoppedClock();
  const log = rotatingFile(file, { maxBytes: 1_000_000, maxAgeMs: 0, keep, ...rotation }, clock.now);
  const line = (text: string): Promise<void> =>
    log.append(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), text })}\n`);
  const older = async (): Promise<readonly string[]> => {
    await log.settled();
    return (await rotatedFiles(file)).map(({ path }) => Buffer.from(Bun.gunzipSync(readFileSync(path))).toString());
  };
  return { file, clock, log, line, older };
};

test("V13, Z13: a full file is moved aside and packed, a new one begun, and no line is lost", async () => {
  const { file, line, older, clock } = fileWith({ maxBytes: 200 });

  for (let at = 0; at < 20; at++) {
    await line(`line ${at}.`);
    clock.advance(1);
  }

  const all = [...(await older()), readFileSync(file, "utf8")].join("");
  expect([...all.matchAll(/line (\d+)\./g)].map(([, at]) => Number(at))).toEqual(
    Array.from({ length: 20 }, (_, at) => at),
  );
  expect((await older()).length).toBeGreaterThan(3);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that is old is moved aside too, also one that an earlier run began", async () => {
  const { file, line, older, clock, log } = fileWith({ maxAgeMs: 1000 });
  await line("first");
  clock.advance(999);
  await line("second");
  expect(await older()).toEqual([]);

  clock.advance(1);
  await line("third");
  expect((await older())[0]).toContain("second");
  expect(readFileSync(file, "utf8")).toContain("third");

  clock.advance(5000);
  const nextRun = rotatingFile(file, { maxBytes: 1_000_000, maxAgeMs: 1000, keep }, clock.now);
  await nextRun.append("{}\n");
  await nextRun.settled();
  await log.settled();
  expect((await rotatedFiles(file)).length).toBe(2);
});

test("limits can change while it runs", async () => {
  const { line, older, log } = fileWith({});
  await line("a".repeat(500));
  log.setRotation({ maxBytes: 100, maxAgeMs: 0, keep });

  await line("b");

  expect((await older()).length).toBe(1);
});

test("a folder that is gone is made again", async () => {
  const { file, line } = fileWith({});
  await line("a");
  rmSync(dirname(file), { recursive: true });

  await line("b");

  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  expect(readFileSync(file, "utf8")).toContain('"b"');
});

test("a file without a first time counts from when it was first seen", async () => {
  const { file, line, older, clock } = fileWith({ maxAgeMs: 1000 });
  await line("x");
  rmSync(file);
  writeFileSync(file, "no json\n", { mode: 0o600 });

  await line("y");
  expect(await older()).toEqual([]);
  clock.advance(1000);
  await line("z");

  expect((await older()).length).toBe(1);
});

test("D-03: half a line, left by a kill or a full disk, does not take the next one with it", async () => {
  const { file, line } = fileWith({});
  await line("whole");
  appendFileSync(file, '{"at":"2026-11-02T09:12:00.000Z","text":"ha');
  const nextRun = rotatingFile(file, { maxBytes: 1_000_000, maxAgeMs: 0, keep }, Date.now);

  await nextRun.append('{"text":"next"}\n');
  await nextRun.append('{"text":"last"}\n');

  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines.slice(2)).toEqual(['{"text":"next"}', '{"text":"last"}', ""]);
});

test("D-03: the line after a disk that was full for a while stands by itself", async () => {
  const disk = newSmallDisk();
  if (disk === null) return console.warn("skipped: only root may make a small disk");
  const file = join(disk.folder, "daemon.log");
  const log = rotatingFile(file, { maxBytes: 100_000_000, maxAgeMs: 0, keep }, Date.now);
  await log.append('{"text":"first"}\n');
  const before = readFileSync(file).length;
  await expect(log.append(`${"x".repeat(3_000_000)}\n`)).rejects.toThrow("ENOSPC");
  expect(readFileSync(file).length).toBeGreaterThan(before);
  truncateSync(file, before + 100);

  await log.append('{"text":"next"}\n');

  expect(readFileSync(file, "utf8").split("\n").slice(2)).toEqual(['{"text":"next"}', ""]);
  disk.remove();
});

test("S-58: old files are looked after too when the clock has been set back", async () => {
  const { file, line, log, clock } = fileWith({ keep: { ...keep, days: 1 } });
  await line("a");
  await log.settled();
  const old = `${file}.20200101T000000000Z.gz`;
  writeFileSync(old, Bun.gzipSync(Buffer.from("{}\n")));
  utimesSync(old, 1, 1);

  clock.advance(-7_200_000);
  await line("b");
  await log.settled();

  expect(existsSync(old)).toBe(false);
});

test("S-23: a log is never written through a link", async () => {
  const { file, line } = fileWith({});
  await line("a");
  const target = join(dirname(file), "authorized_keys");
  writeFileSync(target, "mine\n");
  rmSync(file);
  symlinkSync(target, file);

  await expect(line("b")).rejects.toThrow("ELOOP");

  expect(readFileSync(target, "utf8")).toBe("mine\n");
});
