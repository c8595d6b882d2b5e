import { expect, test } from "bun:test";
import { columns, valuesOf } from "../../../src/state/ledger/row.ts";
import { summary } from "../../support/summary.ts";

test("a row has one value for each column, in the same order", () => {
  const values = valuesOf(summary({ id: "r_7", model: null, stream: true }), "run-1");

  expect(values.length).toBe(columns.length);
  expect(values[columns.indexOf("id")]).toBe("r_7");
  expect(values[columns.indexOf("run")]).toBe("run-1");
  expect(values[columns.indexOf("model")]).toBeNull();
});
