import { expect, test } from "bun:test";
import { parse } from "yaml";
import { yamlTrouble } from "../../../src/config/text/yaml-trouble.ts";

const troubleWith = (text: string): string => {
  try {
    parse(text);
  } catch (thrown) {
    return thrown instanceof Error ? yamlTrouble(thrown.message) : "";
  }
  return "";
};

test("what is wrong is told, what stands there is not", () => {
  expect(troubleWith("a: 1\n]  b: sk-ant-CANARY\n")).toBe("Unexpected flow-seq-end token in YAML stream");
  expect(troubleWith("sk-ant-CANARY: 1\nsk-ant-CANARY: 2\n")).toBe("Map keys must be unique");
  expect(troubleWith("a: *sk-ant-CANARY\n")).toBe("Unresolved alias (the anchor must be set before the alias)");
  expect(troubleWith("a: 'sk-ant-CANARY\n")).not.toContain("CANARY");
});
