import { expect, test } from "bun:test";
import fc from "fast-check";
import { diff } from "../../../src/memory/live/diff.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const context = (from: number, count = 20): string[] =>
  Array.from({ length: count }, (_, at) => ` const unchanged_value_${from + at} = compute(${from + at});`);

const patch = [
  "commit 1a2b3c4",
  "diff --git a/src/a.ts b/src/a.ts",
  "--- a/src/a.ts",
  "+++ b/src/a.ts",
  "@@ -1,42 +1,42 @@ export const a",
  ...context(0),
  "-const old = 1;",
  "+const fresh = 2;",
  ...context(20),
  "@@ -90,21 +90,22 @@",
  ...context(90),
  "+const added = 3;",
].join("\n");

test("of a diff every changed line and every head stays, with two lines around", () => {
  const lines = (shrunk(diff, patch) ?? "").split("\n");
  for (const line of patch.split("\n")) if (!line.startsWith(" ")) expect(lines).toContain(line);
  expect(lines).toContain(context(18)[0] as string);
  expect(lines).toContain(context(21)[0] as string);
  expect(lines).not.toContain(context(17)[0] as string);
});

test("with one where more may go", () => {
  const lines = (shrunk(diff, patch, { mode: "aggressive" }) ?? "").split("\n");
  expect(lines).toContain(context(19)[0] as string);
  expect(lines).not.toContain(context(18)[0] as string);
});

test("whatever a diff changes stays", () => {
  const line = fc.oneof(
    fc.stringMatching(/^[+-][a-z]{0,9}$/),
    fc.stringMatching(/^ [a-z]{20,40}$/),
    fc.stringMatching(/^@@ -\d{1,3},\d +\+\d{1,3} @@$/),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 60, maxLength: 200 }), (lines) => {
      const text = ["--- a/x", "+++ b/x", "@@ -1,9 +1,9 @@", ...lines].join("\n");
      const short = shrunk(diff, text);
      const changed = (all: string): string =>
        all
          .split("\n")
          .filter((one) => /^[-+]/.test(one))
          .join("\n");
      if (short !== null) expect(changed(short)).toBe(changed(text));
    }),
  );
});

test("the laws of what keeps lines hold", () => expectLineLaws(diff, fc.constantFrom(...patch.split("\n"))));
test("no text takes for ever", () => expectLinear(diff));
