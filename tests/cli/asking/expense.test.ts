import { expect, test } from "bun:test";
import { agreesTo, dollarsAbove, expenseFor } from "../../../cli/asking/expense.ts";
import { flagsFrom } from "../../../cli/flags.ts";
import { ProxyError } from "../../../src/core/errors.ts";

const given = (maxCost?: string) => flagsFrom(maxCost === undefined ? {} : { maxCost }, "benchmark");

test("what may be spent is what a person allows, else so many times what is likely", () => {
  expect(expenseFor(given(), 100, 2, "proxy-cli benchmark")).toEqual({ aboutMicros: 100, mostMicros: 200 });
  expect(expenseFor(given("0.5"), 100, 2, "proxy-cli benchmark")).toEqual({ aboutMicros: 100, mostMicros: 500_000 });
  expect(expenseFor(given(), null, 2, "proxy-cli benchmark")).toEqual({ aboutMicros: null, mostMicros: null });
});

const wrong: readonly (readonly [string, number | null, string, string])[] = [
  ["free", 100, "takes dollars", "benchmark --max-cost 0.50"],
  ["-1", 100, "takes dollars", "benchmark --max-cost 0.50"],
  ["0.01", 20_500, "would cost about $0.021", "benchmark --max-cost 0.021"],
  ["1", null, "cannot be kept", "prices set"],
];

test.each(wrong)("X-03 --max-cost %s of about %p is refused with what to do", (amount, about, what, next) => {
  try {
    expenseFor(given(amount), about, 2, "proxy-cli benchmark");
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ProxyError);
    expect((thrown as ProxyError).message).toContain(what);
    expect((thrown as ProxyError).hint).toContain(next);
  }
});

test("the advice is enough", () => {
  expect(Number(dollarsAbove(20_500)) * 1e6).toBeGreaterThanOrEqual(20_500);
});

test.each([
  [{ aboutMicros: 210_000, mostMicros: 420_000 }, "Ask: about $0.21, $0.42 at most. Go on?"],
  [{ aboutMicros: 210_000, mostMicros: 210_000 }, "Ask: about $0.21. Go on?"],
  [{ aboutMicros: null, mostMicros: null }, "Ask: what that costs nobody here knows. Go on?"],
])("the question names the price", async (expense, question) => {
  const asked: string[] = [];
  const confirm = async (...words: string[]) => asked.push(...words) < 0;

  expect(await agreesTo({ confirm }, "Ask", expense, "again")).toBe(false);
  expect(asked).toEqual([question, "again"]);
});
