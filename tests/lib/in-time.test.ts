import { expect, test } from "bun:test";
import { inTime, late } from "../../src/lib/in-time.ts";

test("an answer in time is the answer, also where it is a refusal", async () => {
  expect(await inTime(Promise.resolve(7), 10_000)).toBe(7);
  expect(inTime(Promise.reject(new Error("no")), 10_000)).rejects.toThrow("no");
});

test("one that does not come is late, and its refusal afterwards is nobody's", async () => {
  const { promise, reject } = Promise.withResolvers<never>();

  expect(await inTime(promise, 1)).toBe(late);

  reject(new Error("much later"));
  await promise.catch(() => undefined);
});

test("one that lies there while this process is busy is in time", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = inTime(promise, 5);
  setImmediate(() => resolve("here"));
  const until = performance.now() + 30;
  while (performance.now() < until); // busy: the limit passes, and the answer with it

  expect(await waiting).toBe("here");
});
