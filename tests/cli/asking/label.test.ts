import { expect, test } from "bun:test";
import { labelFor } from "../../../cli/asking/label.ts";

test("a label has its command in it, is unlike that of the next run, and is one that the daemon takes", () => {
  const [one, other] = [1, 2].map((at) =>
    labelFor("test-context", { pid: 4_194_304, now: () => 1_800_000_000_000 + at }),
  );

  expect(one).toMatch(/^test-context-[\w.-]{1,48}$/);
  expect(one).not.toBe(other as string);
});
