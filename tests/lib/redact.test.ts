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

test("S-53: letters of a key that JSON writes as escapes do not hide it, also not in JSON inside JSON", () => {
  const escaped = (key: string, backslash: string): string =>
    [...key].map((one) => `${backslash}u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  const { anthropic } = canaries;
  expect(redacted(String.raw`s\u006B\u002D${anthropic.slice(3)}`)).toBe("sk-ant-...aaaa");
  for (const backslash of ["\\", "\\\\", "\\\\\\\\"]) {
    const text = `{"a":"${escaped("s", backslash)}${anthropic.slice(1)}","b":"${escaped(anthropic, backslash)}"}`;

    const clean = redacted(text);

    expect(clean).toContain("sk-ant-...aaaa");
    expect(clean).not.toContain("CANARY");
    expect(clean).not.toContain(escaped("CANARY", backslash));
  }
});

test("S-53: a key is found behind what a URL, a terminal or a name puts before it", () => {
  for (const before of ["key%3D", "%22", "\\u001b[31m", "\\u001b[0;1m", "ANTHROPIC_API_KEY_"])
    expect(redacted(before + canaries.anthropic)).toBe(`${before}sk-ant-...aaaa`);
});

test("S-53: a scheme may be written small, and Basic is one too", () => {
  const token = "Zx9mQ2p8LkVt4Rw7Yc1B";

  for (const header of [`bearer ${token}`, `Bearer\\t${token}`, `"authorization": "Basic ${token}=="`])
    expect(redacted(header)).not.toContain(token.slice(0, -4));
  expect(JSON.parse(redacted(`{"authorization":"Basic ${token}=="}`))).toEqual({ authorization: "Basic ..." });
});

test("prose that talks of bearers, basics and tasks stays as it is", () => {
  const text = "The bearer certificates of the task-force-12345678 are basic understanding \\u00e9 \\u003cb\\u003e.";

  expect(redacted(text)).toBe(text);
});
