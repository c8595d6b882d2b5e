import { expect, test } from "bun:test";
import { trustOf } from "../../src/upstream/trust.ts";

test("an upstream without wishes is checked as always, and nobody waits for that", () => {
  expect(trustOf({ ca: null, verify: true })).toBeNull();
});

test("S-39: checking is switched off by the upstream alone", async () => {
  expect(await trustOf({ ca: null, verify: false })).toEqual({ rejectUnauthorized: false });
});

test("certificates of one's own stand beside the system's, and are put together once", async () => {
  const tls = { ca: "-----BEGIN CERTIFICATE-----\nmine\n", verify: true };

  const trust = await trustOf(tls);

  expect(trust?.rejectUnauthorized).toBe(true);
  expect(trust?.ca).toEndWith("mine\n");
  expect(trust?.ca?.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
  expect(await trustOf(tls)).toBe(trust as NonNullable<typeof trust>);
});
