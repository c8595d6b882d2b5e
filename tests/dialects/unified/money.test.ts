import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { readUsage, sixDecimals, untold, writeCost, writeUsage } from "../../../src/dialects/unified/money.ts";

const usage = { ...noUsage, inputTokens: 10, outputTokens: 25, cacheReadTokens: 4 };

test("money has six decimals", () => {
  expect([0, 350, 2_500_000, -25].map(sixDecimals)).toEqual(["0.000000", "0.000350", "2.500000", "-0.000025"]);
});

test("counts are told under both of their names, and read under either", () => {
  expect(writeUsage(usage)).toEqual({
    ...{ prompt_tokens: 10, completion_tokens: 25, total_tokens: 35, input_tokens: 10, output_tokens: 25 },
    prompt_tokens_details: { cached_tokens: 4 },
  });
  expect(readUsage(writeUsage(usage))).toEqual({ usage, anomalies: 0 });
  expect(readUsage({ input_tokens: 1, output_tokens: 2 }).usage).toMatchObject({ inputTokens: 1, outputTokens: 2 });
});

test("what nobody knows is null, never zero", () => {
  const half = { ...noUsage, inputTokens: 10 };

  expect(writeUsage(null)).toBeNull();
  expect(writeUsage(half)).toMatchObject({ prompt_tokens: 10, completion_tokens: null, total_tokens: null });
  expect(writeCost(null, untold())).toBeNull();
  expect(writeCost(usage, untold())).toMatchObject({
    total_tokens: 35,
    estimated_cost_usd: null,
    input_cost_usd: null,
  });
  expect(readUsage(null)).toEqual({ usage: noUsage, anomalies: 0 });
});
