import { expect, test } from "bun:test";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { stoppedClock } from "../../support/exchange.ts";

const minute = (key: string, amount: number, most: number) => ({
  ...{ key, amount, most },
  leakPerMs: most / 60_000,
  endsAt: null,
});

test("an amount that is full says how long, and empties by itself", async () => {
  const clock = stoppedClock();
  const { counters } = createAlone(clock.now);
  for (let taken = 1; taken <= 6; taken++)
    expect(await counters.take([minute("a", 1, 6)])).toEqual({ isTaken: true, levels: [taken] });
  expect(await counters.take([minute("a", 1, 6)])).toEqual({
    ...{ isTaken: false, full: "a", waitMs: 10_000, levels: [6] },
  });
  clock.advance(10_000);
  expect((await counters.take([minute("a", 1, 6)])).isTaken).toBe(true);
});

test("D-15: a clock that is put back by a day keeps nobody waiting for a day, and gives nothing away", async () => {
  const clock = stoppedClock();
  const { counters } = createAlone(clock.now);
  for (let taken = 1; taken <= 6; taken++) await counters.take([minute("a", 1, 6)]);

  clock.advance(-86_400_000);
  expect((await counters.take([minute("a", 1, 6)])).isTaken).toBe(false);
  clock.advance(10_000);

  expect((await counters.take([minute("a", 1, 6)])).isTaken).toBe(true);
  expect((await counters.take([minute("a", 1, 6)])).isTaken).toBe(false);
});

test("facts that have ended take no room for ever", async () => {
  const clock = stoppedClock();
  const { board } = createAlone(clock.now);
  const heldBytes = async (): Promise<number> => {
    Bun.gc(true);
    return process.memoryUsage().heapUsed;
  };
  const fill = async (from: number): Promise<void> => {
    for (let at = from; at < from + 2000; at++) await board.write("t", `${at}`, `${at}`.padEnd(5000, "x"), 1000);
  };
  await fill(0);
  const before = await heldBytes();
  for (let round = 1; round <= 10; round++) {
    clock.advance(2000);
    await fill(round * 2000);
  }

  expect(await heldBytes()).toBeLessThan(before + 30_000_000);
  expect(board.read("t").size).toBe(2000);
});

test("of several amounts all are taken or none", async () => {
  const { counters } = createAlone(stoppedClock().now);
  await counters.take([minute("full", 1, 1)]);
  const taken = await counters.take([minute("empty", 1, 5), minute("full", 1, 1)]);
  expect(taken).toMatchObject({ isTaken: false, full: "full" });
  expect(await counters.levels(["empty"])).toEqual([0]);
});

test("a sum that does not empty is forgotten when it ends", async () => {
  const clock = stoppedClock();
  const { counters } = createAlone(clock.now);
  const spent = { key: "day", leakPerMs: 0, endsAt: clock.now() + 1000 };
  await counters.add([{ ...spent, amount: 30 }]);
  await counters.add([{ ...spent, amount: -10 }]);
  expect(await counters.levels(["day"])).toEqual([20]);
  expect(await counters.take([{ ...spent, amount: 1, most: 20 }])).toMatchObject({ isTaken: false, waitMs: null });
  clock.advance(1000);
  expect(await counters.levels(["day"])).toEqual([0]);
});

test("a seat is free again when it is left, or when nobody has renewed it", async () => {
  const clock = stoppedClock();
  const { counters } = createAlone(clock.now);
  expect(await counters.enter("s", 1, "one", 1000)).toBe(true);
  expect(await counters.enter("s", 1, "one", 1000)).toBe(true);
  expect(await counters.enter("s", 1, "two", 1000)).toBe(false);
  await counters.leave("s", "one");
  expect(await counters.enter("s", 1, "two", 1000)).toBe(true);
  clock.advance(1000);
  expect(await counters.enter("s", 1, "three", 1000)).toBe(true);
});

test("a value is there until its end", async () => {
  const clock = stoppedClock();
  const { values } = createAlone(clock.now);
  const value = new TextEncoder().encode("v");
  await values.set([{ key: "k", value }], 1000);
  expect(await values.get(["k", "other"])).toEqual([value, null]);
  clock.advance(1000);
  expect(await values.get(["k"])).toEqual([null]);
  await values.set([{ key: "k", value }], 1000);
  await values.remove(["k"]);
  expect(await values.get(["k"])).toEqual([null]);
});

test("what is written on the board is read at once, heard, and goes when its time is over", async () => {
  const clock = stoppedClock();
  const { board } = createAlone(clock.now);
  const heard: [string, string | null][] = [];
  const end = board.listen("topic", (key, value) => heard.push([key, value]));
  await board.write("topic", "a", "1", 1000);
  await board.write("topic", "b", "2", null);
  await board.write("other", "a", "3", null);
  expect([...board.read("topic")]).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  clock.advance(1000);
  await board.write("topic", "b", null, null);
  expect(board.read("topic").size).toBe(0);
  end();
  await board.write("topic", "a", "4", null);
  expect(heard).toEqual([
    ["a", "1"],
    ["b", "2"],
    ["b", null],
  ]);
});
