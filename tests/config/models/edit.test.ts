import { expect, test } from "bun:test";
import { withModel } from "../../../src/config/models/edit.ts";
import { ProxyError } from "../../../src/core/errors.ts";

test("a price is written into the file and everything else stays as it was", () => {
  const text = "# mine\nzai:\n  glm-9: { input: 1, output: 2 } # asked\n";

  expect(withModel(text, "zai", "glm-9", { input: 3 })).toBe(
    "# mine\nzai:\n  glm-9: { input: 3, output: 2 } # asked\n",
  );
  expect(withModel(text, "zai", "glm-9", { output: null })).toContain("{ input: 1 }");
});

test("a first price makes a file that says what it is for", () => {
  const text = withModel(null, "openai", "gpt-9", { input: 1, output: 2.5 });

  expect(text).toStartWith("# What models cost");
  expect(text).toContain("openai:\n  gpt-9:\n    input: 1\n    output: 2.5\n");
});

test("a file that cannot be changed in place is left to a person", () => {
  expect(() => withModel("zai: &all\n  a: { input: 1 }\nopenai: *all\n", "openai", "a", { input: 2 })).toThrow(
    ProxyError,
  );
});
