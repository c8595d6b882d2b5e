import { describe, expect, test } from "bun:test";
import { usageFilter } from "../../src/upstream/usage-filter.ts";

const filtered = (text: string, size = 1_000_000): string => {
  const filter = usageFilter();
  const bytes = Buffer.from(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(filter.take(bytes.subarray(at, at + size)));
  return Buffer.concat([...parts, filter.rest()]).toString();
};

const chunk = (text: string, more: string): string =>
  `data: {"id":"c","choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}}}]${more}}\n\n`;
const usage = `data: {"id":"c","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}\n\n`;
const words = ["né", " 你好 🚀", ' "usage":null and data: {"usage":1} '];
const plain = `${words.map((word) => chunk(word, ',"obfuscation":"x"')).join("")}data: [DONE]\n\n`;
const counted = `${words.map((word) => chunk(word, ',"usage":null,"obfuscation":"x"')).join("")}${usage}data: [DONE]\n\n`;

test.each([1_000_000, 100, 7, 1])("what was asked for by us alone does not arrive (pieces of %p bytes)", (size) => {
  expect(filtered(counted, size)).toBe(plain);
});

test.each([1_000_000, 7, 1])("a stream without it is the same to the byte (pieces of %p bytes)", (size) => {
  expect(filtered(`${plain}: a comment\r\n\r\ndata: half`, size)).toBe(`${plain}: a comment\r\n\r\ndata: half`);
});

describe("what a vendor tells by itself stays", () => {
  test.each([
    ["a usage in the last chunk with choices", chunk("x", ',"usage":{"prompt_tokens":5}')],
    ["a chunk without choices and without a usage", 'data: {"choices":[],"prompt_filter_results":[]}\n\n'],
    ["something that is no JSON", 'data: "usage" {\n\n'],
    ["an event of several lines", 'data: {"choices":[],\ndata: "usage":{}}\n\n'],
    ["an error", 'data: {"error":{"message":"\\"usage\\""}}\n\n'],
  ])("%s", (_, event) => {
    expect(filtered(event)).toBe(event);
  });
});

test("an event is passed on as soon as it is whole", () => {
  const filter = usageFilter();
  const [first = "", second = ""] = words.map((word) => chunk(word, ""));

  expect(Buffer.from(filter.take(Buffer.from(first + second.slice(0, 9)))).toString()).toBe(first);
  expect(filter.take(Buffer.from(second.slice(9, -1))).length).toBe(0);
  expect(Buffer.from(filter.take(Buffer.from("\n"))).toString()).toBe(second);
});
