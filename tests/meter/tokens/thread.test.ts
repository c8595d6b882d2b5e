import { afterAll, expect, test } from "bun:test";
import { type CountingThread, createCountingThread, type ThreadLimits } from "../../../src/meter/tokens/thread.ts";
import { until } from "../../support/wait.ts";

const letters = new URL("../../support/tokens-worker.ts", import.meta.url);
const limits: ThreadLimits = { maxWaitingChars: 100, maxWaitingOrders: 3, idleMs: 60_000 };
const begun: CountingThread[] = [];
const threadWith = (more: Partial<ThreadLimits> = {}, file = letters) => {
  const thread = createCountingThread({ ...limits, ...more }, file);
  begun.push(thread);
  return thread;
};

afterAll(() => {
  for (const thread of begun) thread.stop();
});

test("the real thread counts, and begins with the first text", async () => {
  const thread = createCountingThread();
  begun.push(thread);
  expect(thread.isRunning()).toBe(false);

  const counts = await Promise.all([
    thread.count(["hello world", ""], "o200k_base"),
    thread.count(["hello world"], "cl100k_base"),
  ]);

  expect(counts).toEqual([[2, 0], [2]]);
  expect(thread.isRunning()).toBe(true);
}, 20_000);

test("it ends when it has had nothing to do for a while, and begins again", async () => {
  const thread = threadWith({ idleMs: 1 });
  expect(await thread.count(["abc"], "o200k_base")).toEqual([3]);

  await until("the thread ends", () => !thread.isRunning());

  expect(await thread.count(["abcd"], "o200k_base")).toEqual([4]);
});

test("a thread that dies leaves its texts uncounted, and the next text has a new one", async () => {
  const thread = threadWith();

  const over = await Promise.all([thread.count(["die"], "o200k_base"), thread.count(["hang"], "o200k_base")]);

  expect(over).toEqual([null, null]);
  expect(await thread.count(["abc"], "o200k_base")).toEqual([3]);
});

test("a thread that cannot even begin leaves every text uncounted", async () => {
  const thread = threadWith({}, new URL("./no-such-worker.ts", import.meta.url));

  expect(await thread.count(["abc"], "o200k_base")).toBeNull();
});

test("what is too much for the queue is not counted, and takes no place in it", async () => {
  const thread = threadWith();
  const waiting = thread.count(["hang"], "o200k_base");

  expect(await thread.count(["x".repeat(101)], "o200k_base")).toBeNull();
  expect(await thread.count(["x".repeat(96)], "o200k_base")).toEqual([96]);

  const more = [thread.count(["hang"], "o200k_base"), thread.count(["hang"], "o200k_base")];
  expect(await thread.count(["abc"], "o200k_base")).toBeNull();
  thread.stop();
  expect(await Promise.all([waiting, ...more])).toEqual([null, null, null]);
});
