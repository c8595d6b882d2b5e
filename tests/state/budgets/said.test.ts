import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSaid } from "../../../src/state/budgets/said.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { scratchFolder } from "../../support/scratch.ts";

const saidWith = (file: string | null = null, at = 1000, troubles: string[] = []) =>
  openSaid({ board: createAlone(() => at).board, file, now: () => at, onTrouble: (what) => void troubles.push(what) });

test("what is allowed adds up, and can be taken back", async () => {
  const said = saidWith();
  await said.allow("a", { dollars: 5 }, 1000);
  await said.allow("a", { dollars: 2, unknown: 1 }, 1000);

  expect(said.allowed("a")).toEqual({ dollars: 7, unknown: 1 });
  await said.take("a");
  expect(said.allowed("a")).toEqual({});
});

test("what was said is known after a restart, as long as it counts", async () => {
  const file = join(scratchFolder(), "budgets.json");
  const said = saidWith(file);
  await said.allow("a", { dollars: 5 }, 1000);
  await said.stop("s_1");

  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [again, later] = [saidWith(file, 1500), saidWith(file, 2500)];
  expect([again.allowed("a"), again.isStopped("s_1"), again.hasStopped()]).toEqual([{ dollars: 5 }, true, true]);
  expect([later.allowed("a"), later.isStopped("s_1")]).toEqual([{}, true]);
});

test("what another daemon takes back or adds is not undone by a restart of the one that said it", async () => {
  const file = join(scratchFolder(), "budgets.json");
  const { board } = createAlone(() => 1000);
  const about = { board, now: () => 1000, onTrouble: () => undefined };
  const [said, other] = [openSaid({ ...about, file }), openSaid({ ...about, file: null })];
  await said.allow("a", { dollars: 5 }, 1000);
  await said.stop("s_1");
  await said.stop("s_2");
  await said.allow("b", { dollars: 1 }, 1000);
  await other.allow("b", { dollars: 2 }, 1000);
  await other.take("a");
  await other.release("s_1");

  const again = saidWith(file);
  expect([again.allowed("a"), again.allowed("b"), again.stopped()]).toEqual([{}, { dollars: 3 }, ["s_2"]]);
});

test("a damaged file counts as none, and one that cannot be written is told", async () => {
  const file = join(scratchFolder(), "budgets.json");
  writeFileSync(file, '[{"topic":"elsewhere"}, 3', { mode: 0o600 });
  const troubles: string[] = [];
  const said = saidWith("/dev/null/budgets.json", 1000, troubles);

  expect(saidWith(file).stopped()).toEqual([]);
  await said.stop("s_1");
  expect(said.isStopped("s_1")).toBe(true);
  expect(troubles).toHaveLength(1);
});

test("what was stopped can go on again, once", async () => {
  const said = saidWith();
  await said.stop("run-1");

  expect([await said.release("run-1"), await said.release("run-1")]).toEqual([true, false]);
  expect([said.hasStopped(), said.stopped()]).toEqual([false, []]);
});
