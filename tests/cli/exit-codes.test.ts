import { expect, test } from "bun:test";
import { exitCodeOf, exitCodes } from "../../cli/exit-codes.ts";
import { type FailureCode, failures, ProxyError } from "../../src/core/errors.ts";

const codeOf = (code: FailureCode): number => exitCodeOf(new ProxyError(code, "x"));

test("scripts can tell the usual failures apart", () => {
  const codes = (
    ["usage", "not_running", "upstream_unknown", "port_taken", "config_invalid", "home_unsafe"] as const
  ).map(codeOf);

  expect(codes).toEqual([2, 3, 65, 69, 78, 77]);
  expect((["version_mismatch", "internal", "exposed_without_token", "upstream_refused"] as const).map(codeOf)).toEqual([
    76, 70, 78, 69,
  ]);
});

test("every code that a failure ends with is in the table", () => {
  const known = exitCodes.map(({ code }) => code);

  expect((Object.keys(failures) as FailureCode[]).filter((code) => !known.includes(codeOf(code)))).toEqual([]); // as below
});

test("no failure ends with success", () => {
  const codes = Object.keys(failures) as FailureCode[]; // the table's own keys
  for (const code of codes.filter((one) => one !== "editor_failed")) expect(codeOf(code)).toBeGreaterThan(1);
  expect(codeOf("editor_failed")).toBe(1); // a person gave up, as at a question
});
