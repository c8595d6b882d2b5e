import { expect, test } from "bun:test";
import { shownLine, shownValue, withoutKeys } from "../../../src/config/text/shown.ts";
import { canaries } from "../../support/canary.ts";

test("a value is quoted, cut short, and never a key", () => {
  expect(shownValue("server.port", "abc")).toBe('"abc"');
  expect(shownValue("server.port", 70000)).toBe("70000");
  expect(shownValue("server.host", "x".repeat(500)).length).toBeLessThan(100);
  expect(shownValue("upstreams.cn.api_key", 12345678)).not.toContain("1234");
  for (const key of Object.values(canaries)) expect(shownValue("server.host", key)).not.toContain(key);
  expect(shownValue("endpoint", "https://user:pass@x.example/v1?key=abc")).toBe('"https://...@x.example/v1?..."');
});

test("a key is one also in the middle of a word", () => {
  expect(withoutKeys(`x${canaries.held}`)).toBe("x...");
});

test("of a line with a secret only its name is quoted", () => {
  expect(shownLine("\tport: abc")).toBe("\\tport: abc");
  expect(shownLine("  api_key: short")).toBe("  api_key: ...");
  expect(shownLine("- SERVER_API_KEY=short")).toBe("- SERVER_API_KEY= ...");
  expect(shownLine("  abcdef0123456789abcdef")).toBe("  ...");
});
