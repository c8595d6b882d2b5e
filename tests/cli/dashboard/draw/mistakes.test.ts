import { expect, test } from "bun:test";
import { asMistake } from "../../../../cli/dashboard/draw/mistakes.ts";
import { ProxyError } from "../../../../src/core/errors.ts";

test("a mistake is told with its reason, without a key and without a stack", () => {
  const { message, hint, code } = asMistake(new TypeError("no x in sk-ant-api03-CANARYCANARYCANARY\nat line 2"));

  expect(code).toBe("internal");
  expect(message).toBe("The dashboard made a mistake of its own: no x in sk-ant-...NARY. The proxy goes on.");
  expect(hint).toContain("proxy-cli tui --verbose");
});

test("what is an error of ours already stays as it is", () => {
  const known = new ProxyError("usage", "No.");

  expect(asMistake(known)).toBe(known);
});
