import { expect, test } from "bun:test";
import { problem, refuseErrors, warning, wholly } from "../../../src/config/text/problems.ts";
import { asProxyError } from "../../../src/core/errors.ts";

const refusal = (problems: Parameters<typeof refuseErrors>[0]) => {
  try {
    refuseErrors(problems);
    return null;
  } catch (thrown) {
    return asProxyError(thrown);
  }
};

test("warnings alone refuse nothing; with an error all of them are handed on", () => {
  const odd = warning(wholly("a.yaml"), "port", "an older name");
  const wrong = problem({ file: "a.yaml", line: 1, column: 2 }, "x", "unknown key");

  expect(refusal([odd])).toBeNull();
  expect(refusal([odd, wrong])).toMatchObject({
    code: "config_invalid",
    message: "a.yaml:1:2  x  unknown key",
    problems: [odd, wrong],
  });
});

test("nobody has to read thousands of them", () => {
  const many = Array.from({ length: 500 }, () => problem(wholly("a.yaml"), "x", "unknown key"));

  expect(refusal(many)?.message.split("\n")).toHaveLength(21);
  expect(refusal(many)?.message).toEndWith("and 480 more");
});

test("no more of them are handed on than anybody could want, and errors are not crowded out", () => {
  const many = (severity: "error" | "warning") =>
    Array.from({ length: 5000 }, (_, line) => ({ ...problem(wholly("a.yaml"), "x", "odd", { severity }), line }));
  const handed = refusal([...many("warning"), ...many("error")])?.problems ?? [];

  expect(handed).toHaveLength(200);
  expect(handed.filter(({ severity }) => severity === "error")).toHaveLength(100);
});
