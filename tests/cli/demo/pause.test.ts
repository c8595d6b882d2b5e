import { expect, test } from "bun:test";
import { pause } from "../../../cli/demo/pause.ts";

test("a pause ends with its time, or when nobody waits for it any more", async () => {
  const over = new AbortController();

  const long = pause(600_000, over.signal);
  over.abort();

  await long;
  await pause(600_000, over.signal);
  await pause(1, new AbortController().signal);
  expect(over.signal.aborted).toBe(true);
});
