import { afterEach, expect, test } from "bun:test";
import { closeSync, openSync } from "node:fs";
import { openFiles } from "../../src/lib/machine.ts";
import { watchFiles } from "../../src/paranoid/files.ts";
import { stoppedClock } from "../support/exchange.ts";

const opened: number[] = [];
afterEach(() => {
  for (const file of opened.splice(0)) closeSync(file);
});

const looking = () => {
  const told: string[] = [];
  const clock = stoppedClock();
  const look = watchFiles((id) => told.push(id), clock.tick, 60_000);
  /** Some traffic, and then the rest that it takes. */
  const rest = (watchers = 0): void => {
    look({ openFiles: openFiles(), watchers, inFlight: 1 });
    look({ openFiles: openFiles(), watchers, inFlight: 0 });
    clock.advance(60_000);
    look({ openFiles: openFiles(), watchers, inFlight: 0 });
    look({ openFiles: openFiles(), watchers, inFlight: 0 });
  };
  return { rest, told };
};

test("I-08: files that stay open after a minute of rest are told, once each rest", () => {
  const { rest, told } = looking();

  rest();
  for (let file = 0; file < 40; file++) opened.push(openSync("/dev/null", "r"));
  rest();
  rest();

  expect(told).toEqual(["I-08", "I-08"]);
});

test("a database that is opened when it is first needed, and people who watch, are no leak", () => {
  const { rest, told } = looking();

  rest();
  for (let file = 0; file < 40; file++) opened.push(openSync("/dev/null", "r"));
  rest(30);

  expect(told).toEqual([]);
});
