import { expect, test } from "bun:test";
import { orAborted } from "../../src/lib/or-aborted.ts";

test("whichever comes first counts", async () => {
  const line = new AbortController();
  const reason = new Error("left");
  const never = new Promise<string>(() => undefined);

  expect(await orAborted(Promise.resolve("here"), line.signal)).toBe("here");
  await expect(orAborted(Promise.reject(new Error("gone")), line.signal)).rejects.toThrow("gone");
  const waiting = orAborted(never, line.signal);
  line.abort(reason);

  await expect(waiting).rejects.toBe(reason);
  await expect(orAborted(never, line.signal)).rejects.toBe(reason);
});
