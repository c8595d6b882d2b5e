import { expect, test } from "bun:test";
import { paintWith } from "../../../cli/output/colour.ts";
import { failureText } from "../../../cli/output/failure.ts";
import { ProxyError } from "../../../src/core/errors.ts";

const style = { paint: paintWith(0), home: "/home/me", verbose: false };

test("an error says what, why and what to do", () => {
  const error = new ProxyError("upstream_unknown", 'There is no upstream "zai-int". Known: cn, anthropic.', {
    hint: "Try: proxy-cli switch-upstream cn",
  });

  expect(failureText(error, style)).toBe(
    'error: there is no upstream "zai-int"\nknown: cn, anthropic\ntry: proxy-cli switch-upstream cn',
  );
});

test("what stayed as it was belongs to the why", () => {
  const error = new ProxyError("upstream_refused", "Upstream cn cannot be reached.", {
    hint: "Nothing was changed. Switch anyway with --force.",
  });

  expect(failureText(error, style)).toBe(
    "error: upstream cn cannot be reached\nnothing was changed\ntry: switch anyway with --force",
  );
});

test("several mistakes in a file are listed, the home is ~, nothing can move the cursor", () => {
  const error = new ProxyError("config_invalid", "/home/me/c.yaml:1:1  a  b\x1b[2J\n/home/me/c.yaml:2:1  c  d");

  expect(failureText(error, style)).toBe(
    "error: 2 lines are not valid\nx ~/c.yaml:1:1  a  b\\u{1b}[2J\nx ~/c.yaml:2:1  c  d",
  );
});

test("where it comes from is told only when somebody asks", () => {
  const error = new ProxyError("internal", "A mistake.", { cause: new TypeError("boom") });

  expect(failureText(error, style)).toBe("error: a mistake");
  expect(failureText(error, { ...style, verbose: true })).toContain("TypeError: boom");
});
