import { expect, test } from "bun:test";
import { outgoingIn, regionOf } from "../../../src/memory/condense/region.ts";
import { condensing } from "../../support/condensing.ts";

test("a quarter of the conversation stays at its end, and no less than eight thousand tokens", () => {
  const { question } = condensing("anthropic");
  const region = regionOf(question);
  const all = outgoingIn(question);
  const taken = region.reduce((sum, { tokens }) => sum + tokens, 0);
  expect(all - taken).toBeGreaterThanOrEqual(Math.max(8000, all / 4));
  expect(region[0]?.kind).toBe("result");
  expect(regionOf(condensing("anthropic", { steps: 2 }).question)).toEqual([]);
});
