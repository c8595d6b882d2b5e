import { expect, test } from "bun:test";
import { createLineQueue } from "../../../src/state/logs/line-queue.ts";
import { canaries, leaksIn } from "../../support/canary.ts";

test("D-17: while the disk hangs only so many lines wait, the others are dropped and counted", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const written: string[] = [];
  const queue = createLineQueue(async (text) => {
    await promise;
    written.push(text);
  });
  queue.add(() => "first\n");
  const flushed = queue.flush();

  for (let at = 0; at < 10_005; at++) queue.add(() => "x\n");
  resolve();
  await flushed;

  expect(queue.dropped()).toBe(5);
  expect(written.join("").split("\n").length - 1).toBe(10_001);
});

test("D-17: long lines take no more memory than short ones while the disk hangs", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let written = 0;
  const queue = createLineQueue(async (text) => {
    await promise;
    written += text.length;
  });
  queue.add(() => "first\n");
  const flushed = queue.flush();

  for (let at = 0; at < 1000; at++) queue.add(() => "x".repeat(100_000));
  resolve();
  await flushed;

  expect(queue.dropped()).toBeGreaterThan(800);
  expect(written).toBeLessThan(17 * 1024 * 1024);
  expect(written).toBeGreaterThan(15 * 1024 * 1024);
});

test("I-01: a key that stands behind an escaped line break is found as well", async () => {
  const written: string[] = [];
  const queue = createLineQueue(async (text) => void written.push(text));

  for (const before of ["\n", "\t", '"', "\u0001", "\\", " "])
    queue.add(() => `${JSON.stringify({ why: `${before}${canaries.anthropic}${before}${canaries.zai}` })}\n`);
  await queue.flush();

  expect(leaksIn({ written: written.join("") })).toEqual([]);
  expect(queue.redactions()).toBe(1);
});

test("what cannot be written is counted, with the system's reason", async () => {
  const heard: string[] = [];
  const full = Object.assign(new Error("x"), { code: "ENOSPC" });
  const queue = createLineQueue(
    () => Promise.reject(full),
    (why) => void heard.push(why),
  );

  queue.add(() => "a\n");
  await queue.flush();

  expect([queue.dropped(), heard]).toEqual([1, ["ENOSPC"]]);
});
