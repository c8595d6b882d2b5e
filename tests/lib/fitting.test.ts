import { expect, test } from "bun:test";
import { fittingOf, type When } from "../../src/lib/fitting.ts";

const named: Readonly<Record<string, string | null | readonly (string | null)[]>> = {
  client: "claude-cli/2.1",
  token: null,
  model: ["best", "claude-opus-4"],
};

const fits = (when: When<string>): boolean => fittingOf(when).fits((word) => named[word] ?? null);

test("a rule is for what fits all that it says, and for everything where it says nothing", () => {
  expect(fits({})).toBe(true);
  expect(fits({ client: undefined })).toBe(true);
  expect(fits({ client: "claude-*" })).toBe(true);
  expect(fits({ client: "claude-*", model: "gpt-*" })).toBe(false);
});

test("of several patterns, and of several names, one is enough", () => {
  expect(fits({ client: ["codex*", "claude-*"] })).toBe(true);
  expect(fits({ model: "claude-opus-*" })).toBe(true);
  expect(fits({ model: ["gpt-*", "o3"] })).toBe(false);
});

test("what has no name fits no pattern, not even one for anything", () => {
  expect(fits({ token: "*" })).toBe(false);
});

test("whom a rule is for is told in words", () => {
  expect(fittingOf({ client: "claude-*", model: ["opus", "sonnet"] }).words).toBe(
    "client claude-*, model opus or sonnet",
  );
  expect(fittingOf({}).words).toBeNull();
});
