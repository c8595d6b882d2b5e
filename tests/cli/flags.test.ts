import { expect, test } from "bun:test";
import { flagsFrom } from "../../cli/flags.ts";
import { ProxyError } from "../../src/core/errors.ts";

const flags = flagsFrom(
  { apiKeyEnv: "KEY", now: true, color: false, hours: "24", days: "x", many: ["a", "b"] },
  "stats",
);

test("options are asked for by the name behind their dashes", () => {
  expect(flags.text("api-key-env")).toBe("KEY");
  expect(flags.texts("many")).toEqual(["a", "b"]);
  expect([flags.has("now"), flags.has("color"), flags.has("absent")]).toEqual([true, false, false]);
  expect([flags.isNo("now"), flags.isNo("color"), flags.isNo("absent")]).toEqual([false, true, false]);
});

test("a number that is none is told", () => {
  expect([flags.whole("hours"), flags.whole("absent")]).toEqual([24, null]);
  expect(() => flags.whole("days")).toThrow('--days takes a whole number from 0 up, got "x".');
  expect(hintOf(() => flags.whole("days"))).toBe("Try: proxy-cli stats --help");
});

const hintOf = (work: () => unknown): string | null => {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof ProxyError ? thrown.hint : null;
  }
  return null;
};
