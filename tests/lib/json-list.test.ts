import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonListReader, listEnd } from "../../src/lib/json-list.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (chunks: readonly Uint8Array[], maxBytes?: number) => {
  const events: string[] = [];
  const reader = jsonListReader(({ name, data }) => events.push(name === listEnd ? name : data), maxBytes);
  for (const chunk of chunks) reader.read(chunk);
  reader.end();
  return { events, isOff: reader.isOff() };
};

test("each object of a list is told when it is whole, and then the list's end", () => {
  expect(read([bytesOf('[{"a":[{"b":1}]}\n,\r\n{"c":"]}\\"{"}')]).events).toEqual([
    '{"a":[{"b":1}]}',
    '{"c":"]}\\"{"}',
  ]);
  expect(read([bytesOf('[{"a":1}]\n')]).events).toEqual(['{"a":1}', listEnd]);
  expect(read([bytesOf("[]")]).events).toEqual([listEnd]);
});

test("an object that stands alone is a list of one", () => {
  expect(read([bytesOf(' {"error":{"code":400}} ')]).events).toEqual(['{"error":{"code":400}}', listEnd]);
});

test("any list is read the same in any split", () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      fc.array(fc.nat()),
      fc.nat(2),
      (list, cuts, indent) => {
        const bytes = bytesOf(JSON.stringify(list, null, indent));
        const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other);
        const chunks = [0, ...places].map((from, at) => bytes.slice(from, places[at] ?? bytes.length));

        const { events } = read(chunks);

        expect(events.slice(0, -1).map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)));
        expect(events.at(-1)).toBe(listEnd);
      },
    ),
  );
});

test("what is no list is not read, and no object beyond all measure is kept", () => {
  expect(read([bytesOf("data: {}\n\n")])).toEqual({ events: [], isOff: true });
  expect(read([bytesOf(`[{"a":"${"x".repeat(100)}"}]`)], 50)).toEqual({ events: [], isOff: true });
  expect(read([bytesOf("}]}]")]).events).toEqual([]);
});

test("bytes of chance never throw", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array()), (chunks) => expect(read(chunks).events).toBeArray()));
});
