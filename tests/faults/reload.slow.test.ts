import { expect, test } from "bun:test";
import { saveStorm } from "../support/reload-storm.ts";

test("D-16 a thousand saves while requests run: none of them fails, and nothing stays open", async () => {
  const storm = await saveStorm(1000, 8);

  expect(storm.failed).toEqual([]);
  expect(storm.answered).toBeGreaterThan(100);
  expect(storm.generations).toBeGreaterThan(500);
  expect([storm.openedFiles, storm.openedWatches]).toEqual([0, 0]);
}, 180_000);
