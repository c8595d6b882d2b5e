import { expect, test } from "bun:test";
import { watchLateness } from "../../src/lib/lateness.ts";
import { until } from "../support/wait.ts";

test("a turn that something has kept from coming is late by that", async () => {
  const heard: number[] = [];
  const lateness = watchLateness({ tick: () => performance.now(), onTurn: (ms) => void heard.push(ms) });

  lateness.look();
  Bun.sleepSync(300); // nothing else can happen meanwhile
  await until("a turn came", () => heard.length > 1);

  expect(heard[0]).toBe(0);
  expect(heard[1]).toBeGreaterThan(250);
  lateness.stop();
});

test("where nobody asks it ends by itself, and begins anew without a late turn", async () => {
  const heard: number[] = [];
  let more = 0;
  const lateness = watchLateness({ tick: () => performance.now() + more, onTurn: (ms) => void heard.push(ms) });
  lateness.look();
  await until("a turn came", () => heard.length > 1);

  more = 60_000; // nobody has asked for a minute
  await until("it has noticed", () => (heard.at(-1) ?? 0) > 50_000);
  const { length } = heard;
  more = 120_000;
  lateness.look();
  await until("it looks again", () => heard.length > length);

  expect(heard[length]).toBe(0);
  lateness.stop();
});
