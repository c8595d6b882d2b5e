import { expect, test } from "bun:test";
import type { Move } from "../../../src/simulator/delivery/move.ts";
import { type Ending, type PumpSettings, pumped } from "../../../src/simulator/delivery/pump.ts";
import { noSleep } from "../asking.ts";

const send = (text: string): Move => ({ type: "send", bytes: new TextEncoder().encode(text) });

const pumping = (moves: Iterable<Move>, more: Partial<PumpSettings> = {}) => {
  const endings: Ending[] = [];
  const sent: Uint8Array[] = [];
  const body = pumped(moves[Symbol.iterator](), {
    sleep: noSleep,
    gone: new AbortController().signal,
    onSent: (bytes) => sent.push(bytes),
    onEnd: (ending) => endings.push(ending),
    ...more,
  });
  return { body, endings, sent };
};

test("bytes come in order, pauses are slept, and the end is told once", async () => {
  const slept: number[] = [];
  const { body, endings } = pumping([send("a"), { type: "wait", ms: 7 }, send("b")], {
    sleep: async (ms) => void slept.push(ms),
  });

  expect(await new Response(body).text()).toBe("ab");
  expect(slept).toEqual([7]);
  expect(endings).toEqual(["whole"]);
});

test("nothing moves before somebody reads", async () => {
  const { body, sent } = pumping([send("a"), send("b")]);

  await Promise.resolve();
  expect(sent).toHaveLength(0);
  await body.getReader().read();
  expect(sent).toHaveLength(1);
});

test("a break reaches the reader as an error after the bytes before it", async () => {
  const { body, endings } = pumping([send("a"), { type: "break" }]);
  const reader = body.getReader();

  expect((await reader.read()).done).toBe(false);
  expect(await reader.read().catch((error: unknown) => String(error))).toContain("simulated connection broke");
  expect(endings).toEqual(["broken"]);
});

test("a reader who goes away ends a stream that hangs", async () => {
  const { body, endings } = pumping([send("a"), { type: "hang" }, send("never")]);
  const reader = body.getReader();
  await reader.read();
  const waiting = reader.read();

  await reader.cancel();
  expect((await waiting).done).toBe(true);
  expect(endings).toEqual(["left"]);
});

test("a client who is gone ends a stream that sleeps, and nothing is made for it any more", async () => {
  const gone = new AbortController();
  let made = 0;
  const endless = function* (): Generator<Move> {
    for (;;) {
      made += 1;
      yield { type: "wait", ms: 1 };
    }
  };
  const { body, endings } = pumping(endless(), { gone: gone.signal, sleep: async () => gone.abort() });
  const reading = body.getReader().read();

  await Promise.race([reading, new Promise<void>((resolve) => gone.signal.addEventListener("abort", () => resolve()))]);
  await Promise.resolve();
  expect(endings).toEqual(["left"]);
  expect(made).toBe(1);
});
