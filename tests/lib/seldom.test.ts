import { expect, test } from "bun:test";
import { seldom } from "../../src/lib/seldom.ts";
import { stoppedClock } from "../support/exchange.ts";

test("D-03: of many messages one a minute is said, with the number of the others", () => {
  const clock = stoppedClock();
  const said: string[] = [];
  const warn = seldom((text) => void said.push(text), 60_000, clock.tick);

  for (let second = 0; second < 61; second++) {
    warn("the disk is full");
    clock.advance(1000);
  }

  expect(said).toEqual(["the disk is full", "the disk is full (and 59 more such messages)"]);
});
