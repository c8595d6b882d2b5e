import { expect, test } from "bun:test";
import { csvLines } from "../../../cli/output/csv.ts";

test("rows for a spreadsheet have a heading, quotes where needed and empty unknowns", () => {
  expect(csvLines([{ model: 'a,"b"', requests: 2, p50_ms: null }])).toEqual(["model,requests,p50_ms", '"a,""b""",2,']);
  expect(csvLines([])).toEqual([]);
});

test("a model called like a formula does not become one", () => {
  expect(csvLines([{ model: "=1+1" }])[1]).toBe("'=1+1");
});

test("the sign of a proper end stays as it is", () => {
  expect(csvLines([{ outcome: "--", model: "-1+1" }])[1]).toBe("--,'-1+1");
});
