import { expect, test } from "bun:test";
import { placeOf, problemLine } from "../../src/core/problem.ts";

const nothing = { got: null, expected: null, nearest: null, excerpt: null, severity: "error" } as const;

test("a problem is one line: where, what about, what is wrong, what was found, what was meant", () => {
  const where = { file: "config.yaml", line: 2, column: 3 };

  expect(problemLine({ ...nothing, ...where, name: "server.prot", what: "unknown key", nearest: "server.port" })).toBe(
    'config.yaml:2:3  server.prot  unknown key, did you mean "server.port"?',
  );
  expect(problemLine({ ...nothing, ...where, name: "", what: "must be a number", got: '"x"', excerpt: "a: x" })).toBe(
    'config.yaml:2:3  must be a number, got "x"   in: a: x',
  );
});

test("a place has as much as is known of it", () => {
  expect(placeOf({ file: "env PROXY_PORT", line: null, column: null })).toBe("env PROXY_PORT");
  expect(placeOf({ file: ".env", line: 3, column: null })).toBe(".env:3");
});

test("an empty line is not shown as the line it stands in", () => {
  const where = { file: "config.yaml", line: 2, column: 1 };

  expect(problemLine({ ...nothing, ...where, name: "yaml", what: "must end with a ]", excerpt: "" })).toBe(
    "config.yaml:2:1  yaml  must end with a ]",
  );
});
