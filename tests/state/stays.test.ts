import { expect, test } from "bun:test";
import { createAlone } from "../../src/state/shared/alone.ts";
import { openStays } from "../../src/state/stays.ts";

const from = { upstream: "anthropic", model: "m" };
const to = { upstream: "openai", model: "gpt-5" };

const opened = () => {
  const clock = { at: 1000 };
  const { board } = createAlone(() => clock.at);
  return { clock, board, stays: openStays(board, () => clock.at) };
};

const gone = (at: number) => ({ from, to, isAnswered: true, at });

test("where a conversation has gone is known until the cache there is cold, and each request there keeps it warm", () => {
  const { clock, stays } = opened();
  stays.ended("s_1", gone(1000), 300);
  clock.at = 1200;
  stays.ended("s_1", gone(1200), 300);
  clock.at = 1499;

  expect(stays.of("s_1", from)).toEqual({ to, sinceAt: 1000 });
  expect(stays.of("s_1", { ...from, model: "another" })).toBeNull();
  expect(stays.of("s_2", from)).toBeNull();
  expect(stays.size()).toBe(1);
  clock.at = 1500;
  expect(stays.of("s_1", from)).toBeNull();
  expect(stays.size()).toBe(0);
});

test("who is answered at its own place has never been away", () => {
  const { stays, board } = opened();
  stays.ended("s_1", { from, to: from, isAnswered: true, at: 0 }, 300);
  expect([stays.size(), board.read("stays").size]).toEqual([0, 0]);

  stays.ended("s_1", gone(0), 300);
  stays.ended("s_1", { from, to: from, isAnswered: true, at: 1 }, 300);
  expect([stays.of("s_1", from), stays.size(), board.read("stays").size]).toEqual([null, 0, 0]);
});

test("other daemons know it too, and what none of them has written is nothing", async () => {
  const { clock, board, stays } = opened();
  const other = openStays(board, () => clock.at);
  stays.ended("s_1", gone(1000), 300);

  expect(other.of("s_1", from)).toEqual({ to, sinceAt: 1000 });
  expect(openStays(board, () => clock.at).of("s_1", from)).toEqual({ to, sinceAt: 1000 });
  await board.write("stays", "odd", '{"to":7}', null);
  expect(other.size()).toBe(1);
});
