import { expect, test } from "bun:test";
import { variablesOf } from "../../../src/config/layers/variables.ts";

test("a variable of the environment says that it is one", () => {
  expect([...variablesOf({ A: "1", B: undefined })]).toEqual([
    ["A", { value: "1", source: "env A", where: { file: "env A", line: null, column: null } }],
  ]);
});
