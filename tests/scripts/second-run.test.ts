import { expect, test } from "bun:test";
import type { Failure } from "../../scripts/failures.ts";
import { secondRun } from "../../scripts/second-run.ts";

const failure = (file: string, name = "waits"): Failure => ({ file, tests: [name], text: ["error: late"], counted: 1 });
const passing = { isOk: true, output: " 3 pass\n 0 fail" };

test("a file that passes when it runs alone was unsteady, one that fails again has failed", async () => {
  const asked: string[] = [];
  const alone = async (file: string) => {
    asked.push(file);
    return file === "a" ? passing : { isOk: false, output: "tests/b.test.ts:\nerror: still\n(fail) waits" };
  };

  const { unsteady, failures } = await secondRun([failure("a", "one"), failure("b"), failure("a", "two")], alone);

  expect(asked).toEqual(["a", "b"]);
  expect(unsteady.flatMap(({ tests }) => tests)).toEqual(["one", "two"]);
  expect(failures.map(({ text }) => text)).toEqual([["error: still"]]);
});

test("a file whose second run breaks without naming a test keeps its first failure", async () => {
  const { unsteady, failures } = await secondRun([failure("a")], async () => ({ isOk: false, output: "killed" }));

  expect(unsteady).toEqual([]);
  expect(failures).toEqual([failure("a")]);
});

test("many files that fail are broken, not unlucky: none runs again", async () => {
  const failures = ["a", "b", "c", "d", "e", "f"].map((file) => failure(file));

  const looked = await secondRun(failures, () => Promise.reject(new Error("was run")));

  expect(looked).toEqual({ unsteady: [], failures });
});
