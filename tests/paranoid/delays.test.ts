import { expect, test } from "bun:test";
import { watchDelays } from "../../src/paranoid/delays.ts";
import { stoppedClock } from "../support/exchange.ts";

/** So many pieces, each in hand for as long as this says. */
const passed = (pieces: number, msOf: (piece: number) => number, waitedShare = 0) => {
  const told: string[] = [];
  const clock = stoppedClock();
  const delays = watchDelays((id) => told.push(id), {
    tick: clock.tick,
    keptWaitingMs: () => clock.tick() * waitedShare,
  });
  const answer = delays.begin();
  for (let piece = 0; piece < pieces; piece++) {
    answer.came();
    clock.advance(msOf(piece));
    answer.went();
    answer.went(); // a word of ours: it was never in hand
  }
  return { told, figures: delays.figures() };
};

test("I-07: pieces that are in hand for too long are told where they are more than one in a hundred", () => {
  expect(passed(4000, (piece) => (piece % 50 === 0 ? 20 : 0.1)).told).toEqual(["I-07", "I-07"]);
});

test("nor is one of them where others had the processor for as long", () => {
  expect(passed(4000, (piece) => (piece % 50 === 0 ? 20 : 0.1), 0.9).told).toEqual([]);
});

test("a piece that a busy machine keeps waiting now and then is none", () => {
  expect(passed(4000, (piece) => (piece % 200 === 0 ? 20 : 0.1)).told).toEqual([]);
});

test("the figure says within how long 99 of a hundred were passed on", () => {
  expect(passed(0, () => 0).figures).toEqual({ pieces: 0, p99Ms: null });
  expect(passed(1000, (piece) => (piece % 200 === 0 ? 20 : 0.1)).figures).toEqual({ pieces: 1000, p99Ms: 0.125 });
  expect(passed(1000, (piece) => (piece % 50 === 0 ? 20 : 0.1)).figures).toEqual({ pieces: 1000, p99Ms: 32 });
});
