import { expect, test } from "bun:test";
import { stayAfter, staying, stayWords } from "../../src/core/stays.ts";

const [here, there, third] = ["here", "there", "third"].map((upstream) => ({ upstream, model: "m" }));
if (here === undefined || there === undefined || third === undefined) throw new Error("missing");
const ended = (to: typeof here, isAnswered = true, at = 100) => ({ from: here, to, isAnswered, at });

test("a conversation stays where it went, since when it first did, until it is answered at its own place again", () => {
  const first = stayAfter(null, ended(there));

  expect(first).toEqual({ to: there, sinceAt: 100 });
  expect(stayAfter(first, ended(there, true, 200))).toBe(first);
  expect(stayAfter(first, ended(third, true, 200))).toEqual({ to: third, sinceAt: 200 });
  expect(stayAfter(first, ended(here))).toBeNull();
});

test("who was not answered has left no prompt anywhere", () => {
  expect(stayAfter(null, ended(there, false))).toBeNull();
  const stay = { to: there, sinceAt: 1 };
  expect(stayAfter(stay, ended(here, false))).toBe(stay);
});

test("where it stays is asked first, and the others after it, as long as that place is there", () => {
  const places = [here, there, third];

  expect(staying(places, { to: third, sinceAt: 0 }, (place) => place)).toEqual([third, here, there]);
  expect(staying(places, null, (place) => place)).toBe(places);
  expect(staying(places, { to: { upstream: "gone", model: "m" }, sinceAt: 0 }, (place) => place)).toBe(places);
  expect(staying(places, { to: { ...there, model: "other" }, sinceAt: 0 }, (place) => place)).toBe(places);
});

test("people are told since when, and when it goes back", () => {
  const sinceAt = new Date(2026, 6, 1, 14, 2).getTime();

  expect(stayWords({ to: there, sinceAt })).toBe("stays at there since 14:02, back when its cache there is cold");
});
