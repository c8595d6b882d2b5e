import { expect, test } from "bun:test";
import { containerAt, valueEnd } from "../../src/lib/json-bytes.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const members = (text: string) =>
  containerAt(bytesOf(text), 0)?.members.map(({ name, start, valueStart, end }) => [
    name,
    text.slice(start, end),
    text.slice(valueStart, end),
  ]);

test("an object's members have their names, a list's have none", () => {
  expect(members('{ "a" : 1, "b\\u0063":[{"d":"]}"}] }')).toEqual([
    ["a", '"a" : 1', "1"],
    ["bc", '"b\\u0063":[{"d":"]}"}]', '[{"d":"]}"}]'],
  ]);
  expect(members('[ "a,\\"]" , 2]')).toEqual([
    [null, '"a,\\"]"', '"a,\\"]"'],
    [null, "2", "2"],
  ]);
  expect([members("{}"), members("[ ]")]).toEqual([[], []]);
});

test.each(["", "1", "{", '{"a"', '{"a":', '{"a" 1}', '{"a":1,', '{"a":1,}', "[1,]", "[1 2]", "{a:1}", '["a', "[,]"])(
  "%p is no whole object and no whole list",
  (text) => {
    expect(containerAt(bytesOf(text), 0)).toBeNull();
  },
);

test("a value ends where it ends, and nowhere where it does not", () => {
  expect(['"a\\"b" ', "12,", "true}", "[[1],{}] x", "null"].map((text) => valueEnd(bytesOf(text), 0))).toEqual([
    6, 2, 4, 8, 4,
  ]);
  expect(['"a', "[1", ",", "]", ""].map((text) => valueEnd(bytesOf(text), 0))).toEqual([-1, -1, -1, -1, -1]);
});
