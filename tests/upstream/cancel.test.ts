import { expect, test } from "bun:test";
import type { ProxyError } from "../../src/core/errors.ts";
import { cancelIn } from "../../src/upstream/cancel.ts";

const calls = (...ids: readonly string[]) => {
  const ended: string[] = [];
  const all = ids.map((id) => ({ id, breakOff: ({ code }: ProxyError) => void ended.push(`${id} ${code}`) }));
  return { all, ended };
};

test("only the call of that request is ended, with the error that says who did it", () => {
  const { all, ended } = calls("r_1", "r_2", "r_3");

  expect(cancelIn(all, "r_2")).toBe(true);
  expect(ended).toEqual(["r_2 request_cancelled"]);
});

test("a request that has no call cannot be cancelled", () => {
  const { all, ended } = calls("r_1");

  expect(cancelIn(all, "r_9")).toBe(false);
  expect(ended).toEqual([]);
});
