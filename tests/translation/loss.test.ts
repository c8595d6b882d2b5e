import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { lost, refused } from "../../src/translation/loss.ts";
import { type Rule, table } from "../../src/translation/table/index.ts";

test("a loss says what its row says, and nothing where nothing was lost", () => {
  const rule = table[0]?.rule as Rule | undefined;
  if (rule === undefined) return;

  expect(lost(rule, 0)).toEqual([]);
});

test("a refusal names its row, and carries what a program goes by", () => {
  const rule = table[0]?.rule as Rule | undefined;
  if (rule === undefined) return;
  const error = refused(rule, "No.", { details: { error_code: "x" } });

  expect(error).toBeInstanceOf(ProxyError);
  expect(error).toMatchObject({ code: "untranslatable", rule, details: { error_code: "x" } });
});
