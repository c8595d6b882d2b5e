import { expect, test } from "bun:test";
import { problemLines } from "../../../cli/output/problem-lines.ts";
import { problem, warning } from "../../../src/config/text/problems.ts";

test("each problem is a line with its place and name below those of the others; nothing in it can move the cursor", () => {
  const file = "/home/me/config.yaml";
  const lines = problemLines({ paint: (_, text) => text, env: { HOME: "/home/me" } }, [
    problem({ file, line: 12, column: 3 }, "log.level", "must be a level", { got: '"loud\u001b"' }),
    warning({ file, line: 3, column: 1 }, "port", "an older name"),
  ]);

  expect(lines).toEqual([
    'x ~/config.yaml:12:3  log.level  must be a level, got "loud\\u{1b}"',
    "! ~/config.yaml:3:1   port       an older name",
  ]);
});
