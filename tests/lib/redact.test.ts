import { expect, test } from "bun:test";
import { redacted, shownKey } from "../../src/lib/redact.ts";
import { canaries, leaksIn } from "../support/canary.ts";

test("a key is shown by how it begins and its last four", () => {
  expect(shownKey("sk-ant-api03-abcdefghijklmnop")).toBe("sk-ant-...mnop");
  expect(shownKey("AIzaSyAbcdefghijklmnop")).toBe("AIza...mnop");
});

test("of a short key not even its end is shown", () => {
  expect(shownKey("sk-ant-1234")).toBe("sk-ant-...");
  expect(shownKey("secret")).toBe("...");
});

test("a text loses every vendor's keys", () => {
  const text = Object.values(canaries)
    .map((key) => `{"x":"${key}"} Authorization: Bearer ${key}`)
    .join("\n");

  expect(leaksIn({ text: redacted(text) })).toEqual([]);
});

test("what follows Bearer goes, whatever it looks like", () => {
  expect(redacted("authorization: Bearer 0123456789abcdef0123")).not.toContain("0123456789abcdef");
});

test("a text without keys stays as it is", () => {
  const text = '{"path":"/v1/messages","model":"claude-sonnet-4-5","id":"r_0123456789"}';

  expect(redacted(text)).toBe(text);
});
