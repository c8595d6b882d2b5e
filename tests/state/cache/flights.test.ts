import { expect, test } from "bun:test";
import type { Landing } from "../../../src/core/answer-cache.ts";
import { createFlights, type Lead } from "../../../src/state/cache/flights.ts";
import { keptAnswer } from "../../support/answer-cache.ts";

const leadOf = (joined: Lead | Promise<Landing>): Lead => {
  if (joined instanceof Promise) throw new Error("Somebody else leads.");
  return joined;
};

test("one leads, the others get what it came to", async () => {
  const flights = createFlights();
  const lead = leadOf(flights.join("a"));
  const followers = [flights.join("a"), flights.join("a")];
  const elsewhere = flights.join("b");
  const answer = keptAnswer();

  lead.land(answer);
  lead.land("alone");

  expect(await Promise.all(followers)).toEqual([answer, answer]);
  expect(elsewhere).not.toBeInstanceOf(Promise);
  expect(flights.size()).toBe(1);
});

test("who comes after the landing leads anew, and no late word of the first one disturbs that", () => {
  const flights = createFlights();
  const first = leadOf(flights.join("a"));
  first.land("left");
  leadOf(flights.join("a"));

  first.land("alone");

  expect(flights.join("a")).toBeInstanceOf(Promise);
});

test("nobody waits for the rest of an answer longer than was said", async () => {
  const flights = createFlights();
  const lead = leadOf(flights.join("a"));
  const follower = flights.join("a");

  lead.headCame(1);

  expect(await follower).toBe("alone");
  expect(flights.size()).toBe(0);
});
