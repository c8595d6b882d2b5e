import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { scaledUsage } from "../../../src/translation/answer/scale.ts";

const usage = { ...noUsage, inputTokens: 1000, cacheReadTokens: 501, outputTokens: 70 };

test("all of the input is scaled, what is unknown stays unknown, and the output is as it was", () => {
  expect(scaledUsage(usage, 0.5)).toEqual({ ...usage, inputTokens: 500, cacheReadTokens: 251 });
  expect(scaledUsage(usage, 2)).toMatchObject({ inputTokens: 2000, cacheWriteTokens: null, outputTokens: 70 });
});

test("without a factor nothing changes", () => {
  expect(scaledUsage(usage)).toBe(usage);
});
