import { expect, test } from "bun:test";
import { fastTests, faultTests, lawTests, realTests, slowTests, tierOf } from "../../scripts/steps.ts";

test("the path of a test file says when it runs", () => {
  expect(tierOf("tests/lib/sse.test.ts")).toBe("fast");
  expect(tierOf("tests/faults/starting.test.ts")).toBe("real");
  expect(tierOf("tests/simulator/sdk-openai.test.ts")).toBe("real");
  expect(tierOf("tests/cli/commands/start.test.ts")).toBe("real");
  expect(tierOf("tests/cli/stats/realtime.test.ts")).toBe("real");
  expect(tierOf("tests/scripts/bench/translate/end-to-end.test.ts")).toBe("real");
  expect(tierOf("tests/faults/disk-full.slow.test.ts")).toBe("slow");
  expect(tierOf("tests/state/ledger.slow.test.ts")).toBe("slow");
});

test("every test file runs in exactly one tier, and the slow ones one by one", () => {
  const filesOf = (steps: ReturnType<typeof fastTests>): string[] =>
    steps.flatMap(({ command }) => command.filter((word) => word.endsWith(".test.ts")));
  const all = [...new Bun.Glob("tests/**/*.test.ts").scanSync(".")].map((path) => `./${path}`);

  const laws = new Set(filesOf(lawTests()));
  const run = [...filesOf([...fastTests(), ...slowTests()]), ...filesOf(realTests()).filter((path) => !laws.has(path))];

  expect(run.toSorted()).toEqual(all.toSorted());
  expect(slowTests().every((step) => filesOf([step]).length === 1)).toBe(true);
});

test("laws that the gate tries on some inputs are tried on ten times as many among the real tests", () => {
  const [laws, ...more] = realTests();

  expect(laws).toMatchObject({ name: "laws", env: { PROXY_TEST_RUNS: "10" } });
  expect(laws?.command).toContain("./tests/lib/json-splice.test.ts");
  expect(more.some(({ env }) => env !== undefined)).toBe(false);
});

test("the fault run has all faults and all security cases", () => {
  const words = faultTests().flatMap(({ command }) => command);

  for (const path of new Bun.Glob("tests/{faults,security}/**/*.test.ts").scanSync("."))
    expect(words.includes(`./${path}`)).toBe(!path.endsWith(".slow.test.ts"));
});

test("only a file of the real tests is run a second time, never a law or a unit", () => {
  const twice = [...fastTests(), ...lawTests(), ...realTests(), ...faultTests(), ...slowTests()].filter(
    ({ alone }) => alone !== undefined,
  );

  expect(twice.map(({ name }) => name)).toEqual(["journeys"]);
});
