import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyText } from "../../scripts/fuzz/any-text.ts";
import { scanTopLevel } from "../../src/lib/json-scan.ts";

const scanned = (text: string) => scanTopLevel(new TextEncoder().encode(text), ["model", "stream"]);
const scan = (text: string) => scanned(text).found;

test("the fields of the top level are found, wherever they stand", () => {
  expect(scan('{"messages":[{"model":"no","stream":true}],"model":"yes" , "stream" : false}')).toEqual({
    model: "yes",
    stream: false,
  });
});

test("text that looks like a field is no field", () => {
  expect(scan('{"a":"\\"model\\":\\"no\\"","b":"model","c":["model","x"],"d":{"stream":true}}')).toEqual({});
});

test("escapes are read, and of a field that comes twice the last counts", () => {
  expect(scan('{"model":"a","model":"b\\u00e9\\n\\"","stream":true}')).toEqual({ model: 'bé\n"', stream: true });
});

test("a field is found however its name is escaped, and no sign of a value gets lost", () => {
  expect(scan('{"mod\\u0065l":"a","\\u0073tream":true,"mod\\u0065":"no"}')).toEqual({ model: "a", stream: true });
  expect(scan('{"model":"\ufeffa"}')).toEqual({ model: "\ufeffa" });
});

test("what is neither text nor yes or no is null", () => {
  expect(scan('{"model":5,"stream":"yes"}')).toEqual({ model: null, stream: "yes" });
});

test("broken JSON gives what came before it broke", () => {
  expect(scan('{"model":"m","stream":tr')).toEqual({ model: "m", stream: null });
  expect(scan('{"model":"m')).toEqual({ model: null });
  expect(scan("")).toEqual({});
});

test("for any object it finds what JSON.parse would", () => {
  const value = fc.record(
    { model: fc.oneof(anyText(), fc.boolean()), other: fc.jsonValue(), stream: fc.boolean() },
    { requiredKeys: [] },
  );

  fc.assert(
    fc.property(value, fc.boolean(), (object, isSpaced) => {
      const { model, stream } = object;
      const expected = Object.fromEntries(Object.entries({ model, stream }).filter(([, one]) => one !== undefined));
      expect(scan(JSON.stringify(object, null, isSpaced ? 2 : 0))).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
  );
});

test("no bytes make it throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void scanTopLevel(bytes, ["model"])));
});

test("C-13: a key that is there twice with different values is told, the last one counts", () => {
  expect(scanned('{"model":"a","stream":true,"model":"b"}')).toEqual({
    found: { model: "b", stream: true },
    ambiguous: ["model"],
  });
  expect(scanned('{"model":"a","model":"a","x":{"model":"c"}}').ambiguous).toEqual([]);
});
