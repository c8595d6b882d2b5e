import { expect, test } from "bun:test";
import type { Comparison } from "../../../../cli/dashboard/filter/fields.ts";
import { type FieldName, isField, valueProblem } from "../../../../cli/dashboard/filter/fields.ts";

test.each([
  ["st", "", "5xx"],
  ["st", "", "CUT"],
  ["st", "", "sd"],
  ["st", ">=", "400"],
  ["cost", ">", "$0.1"],
  ["cost", "", "-"],
  ["in", "<", "50k"],
  ["ttft", ">", "250ms"],
  ["since", "", "10m"],
  ["cache", "", "HIT"],
  ["model", "", "anything:at all"],
] as const)("%s:%s%s is fine", (name, comparison, value) => {
  expect(valueProblem(name, comparison, value)).toBeNull();
});

test.each<readonly [FieldName, Comparison, string, string]>([
  ["st", ">", "5xx", "st: wants a status after > or <, like >=400"],
  ["st", "", "6xx", "st: is one of"],
  ["since", "", "-", "since: wants a time"],
  ["since", ">", "10m", "since: is not more or less"],
  ["cost", ">", "-", "cost: wants dollars"],
  ["in", "", "many", "in: wants input tokens"],
])("%s:%s%s says what it wants", (name, comparison, value, problem) => {
  expect(valueProblem(name, comparison, value)).toStartWith(problem);
});

test("what every object has is no field", () => {
  expect(["model", "toString", "__proto__"].map(isField)).toEqual([true, false, false]);
});
