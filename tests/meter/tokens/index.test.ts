import { afterAll, expect, test } from "bun:test";
import { createTokens } from "../../../src/meter/tokens/index.ts";
import type { CountingThread } from "../../../src/meter/tokens/thread.ts";
import { chatOf, messageOf, textOf } from "../../support/chat.ts";

const tokens = createTokens();
afterAll(() => tokens.stop());

/** A thread that is asked and does as it is told. */
const threadThat = (answer: CountingThread["count"]) => {
  const asked: string[] = [];
  const thread: CountingThread = {
    count: (texts, encoding) => {
      asked.push(...texts);
      return answer(texts, encoding);
    },
    isRunning: () => true,
    stop: () => undefined,
  };
  return { asked, tokens: createTokens(thread) };
};
const wordy = (texts: readonly string[]) => Promise.resolve(texts.map((text) => text.split(" ").length * 10));

const question = (...texts: readonly string[]) =>
  chatOf({ messages: texts.map((text) => messageOf("user", textOf(text))) });
const model = "gpt-4o";

test("an estimate says that it is one, and how it was made", async () => {
  const chat = question("How many words are in this sentence, and why?");

  const counted = await tokens.estimateInput(chat, { model, patienceMs: 20_000 });
  const measured = tokens.measureInput(chat, { model });

  expect(counted).toMatchObject({ isEstimate: true, by: "counted" });
  expect(counted.tokens).toBe(18); // 11 and the marks of a message
  expect(measured).toMatchObject({ isEstimate: true, by: "measured" });
  expect(Math.abs(measured.tokens - counted.tokens)).toBeLessThan(4);
}, 30_000);

test("only the new texts of a conversation are counted", async () => {
  const { asked, tokens } = threadThat(wordy);
  await tokens.estimateInput(question("one", "two"), { model });

  await tokens.estimateInput(question("one", "two", "three"), { model });

  expect(asked).toEqual(["one", "two", "three"]);
});

test("texts that the thread has no time or no room for are measured, and the estimate says so", async () => {
  const full = threadThat(() => Promise.resolve(null)).tokens;
  const slow = threadThat(() => new Promise(() => undefined)).tokens;
  const chat = question("some words");

  expect(await full.count(["some words"], "o200k_base")).toEqual({ tokens: [2], isExact: false });
  expect(await full.estimateInput(chat, { model })).toEqual(full.measureInput(chat, { model }));
  expect(await slow.estimateInput(chat, { model, patienceMs: 1 })).toEqual(slow.measureInput(chat, { model }));
});

test("with the turn before, only what was added is estimated", async () => {
  const { tokens } = threadThat(wordy);
  const before = await tokens.estimateInput(question("one two three"), { model });

  const now = await tokens.estimateInput(question("one two three", "four"), {
    model,
    last: { ...before, reported: 5000 },
  });

  expect(now.tokens).toBe(5000 + Math.round(now.unlearned - before.unlearned));
});

test("a conversation that was shortened is off by the share that the turn before was off by", async () => {
  const { tokens } = threadThat(wordy);
  const before = await tokens.estimateInput(question("one two three four five six"), { model });

  const now = await tokens.estimateInput(question("one two three"), { model, last: { ...before, reported: 5000 } });

  expect(now.tokens).toBe(Math.round((5000 * now.unlearned) / before.unlearned));
});

test("a turn that was measured is no ground for one that is counted", async () => {
  const { tokens } = threadThat(wordy);
  const before = tokens.measureInput(question("one two three"), { model });

  const now = await tokens.estimateInput(question("one two three", "four"), {
    model,
    last: { ...before, reported: 5000 },
  });

  expect(now.tokens).toBe(Math.round(now.unlearned));
});

test("what a vendor reports makes the next estimate for its model better", () => {
  const { tokens } = threadThat(wordy);
  const chat = question("word ".repeat(20_000));
  const { unlearned } = tokens.measureInput(chat, { model });

  for (let turn = 0; turn < 40; turn++) tokens.learn(model, unlearned, Math.round(unlearned * 1.3));

  const { tokens: estimated } = tokens.measureInput(chat, { model });
  expect(Math.abs(estimated / (unlearned * 1.3) - 1)).toBeLessThan(0.01);
  expect(tokens.measureInput(chat, { model: "gpt-4.1" }).tokens).toBe(Math.round(unlearned));
});
