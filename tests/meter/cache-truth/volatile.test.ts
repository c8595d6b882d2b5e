import { expect, test } from "bun:test";
import { stripped, withoutReminders } from "../../../src/meter/cache-truth/volatile.ts";

/** What is different between two texts, if it is nothing but what changes by itself. */
const changes = (before: string, now: string): readonly string[] | null => {
  const [old, present] = [stripped(before), stripped(now)];
  if (old.skeleton !== present.skeleton) return null;
  return Object.keys(present.parts).filter((kind) => old.parts[kind] !== present.parts[kind]);
};

test("what programs put into their prompts anew each time is known by its kind", () => {
  const pairs = [
    ["It is 10:04:31.", "It is 10:05:02.", "a timestamp"],
    ["now: 2026-11-21T15:43:21Z", "now: 2026-11-21T15:44:00Z", "a timestamp"],
    ["Today's date: 2026-11-21", "Today's date: 2026-11-22", "a date"],
    ["Today is Saturday, November 21, 2026.", "Today is Sunday, November 22, 2026.", "a date"],
    ["Session 0f8fad5b-d9cb-469f-a165-70867728950e", "Session 7c9e6679-7425-40de-944b-e07fc1f90ae7", "an id"],
    ["Working directory: /home/u/a", "Working directory: /home/u/b", "the working directory"],
    ["Files in /home/u/a/src", "Files in /home/u/b/src", "a path"],
    ["Status:\n M src/a.ts\n", "Status:\n M src/b.ts\n", "the git status"],
    ["Tokens left: 1200", "Tokens left: 900", "a number"],
    ["x-anthropic-billing-header: cc_version=1", "x-anthropic-billing-header: cc_version=2", "the billing header"],
    ["<system-reminder>a</system-reminder>Go.", "<system-reminder>b</system-reminder>Go.", "a reminder"],
  ] as const;

  for (const [before, now, kind] of pairs) expect({ now, kinds: changes(before, now) }).toEqual({ now, kinds: [kind] });
});

test("other words are other words, and the same text has no change", () => {
  expect(changes("You help people.", "You help nobody.")).toBe(null);
  expect(changes("You help people at 10:00.", "You help people at 10:00.")).toEqual([]);
});

test("reminders of the client's own are left out of what was said, pairs that are not whole are not", () => {
  expect(withoutReminders("a<system-reminder>b\nc</system-reminder>d")).toBe("ad");
  expect(withoutReminders("a<system-reminder>b")).toBe("a<system-reminder>b");
  expect(withoutReminders("x-anthropic-billing-header: 1\nYou help.")).toBe("\nYou help.");
});
