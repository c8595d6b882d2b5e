import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OwnMiddleware } from "../../src/config/schema.ts";
import { createOwnMiddlewares } from "../../src/own-middleware/index.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

const listed = (source: string, more: Partial<OwnMiddleware> = {}): OwnMiddleware => {
  const path = join(scratchFolder(), "mine.ts");
  writeFileSync(path, source, { mode: 0o600 });
  return { path, enabled: true, on_error: "fail", timeout_ms: 1000, config: {}, ...more };
};

test("a file that has not changed keeps its thread, one that has gets another", () => {
  const all = createOwnMiddlewares(1);
  const one = listed("export default () => null;");
  const [first] = all.take([one]);
  expect(all.take([one])).toEqual([first as never]);

  writeFileSync(one.path, "export default () => ({ note: 'new' });");
  const [second] = all.take([one]);

  expect(second).not.toBe(first as never);
  all.keep([]);
});

test("one that is switched off is not there; one that cannot be loaded is told, and refused in a reload", async () => {
  const all = createOwnMiddlewares(1);
  const broken = listed("export default 5;");

  expect(all.take([listed("", { enabled: false })])).toEqual([]);
  expect(all.load([broken])).rejects.toMatchObject({ code: "config_invalid" });
  all.take([broken]);
  await until("it is told", () => all.troubles().length > 0);
  expect(all.troubles()[0]).toContain("mine.ts could not be loaded: its default export is no function");
  all.keep([]);
  expect(all.troubles()).toEqual([]);
});

test("a list that is refused leaves nothing behind: no thread, no complaint", async () => {
  const all = createOwnMiddlewares(1);
  const kept = listed("export default () => null;");
  const [running] = all.take([kept]);
  const fine = listed("export default () => null;");

  await expect(all.load([kept, fine, listed("export default 5;")])).rejects.toMatchObject({ code: "config_invalid" });

  expect(all.troubles()).toEqual([]);
  expect(all.take([kept])).toEqual([running as never]);
  all.keep([]);
});
