import { expect, test } from "bun:test";
import fc from "fast-check";
import { json } from "../../../../src/memory/live/json/index.ts";
import { untabled } from "../../../support/tables.ts";

const made = (text: string): string => json.apply(text, {}, () => null) ?? text;

test("the blanks between the parts of JSON go, its numbers and strings keep their letters", () => {
  expect(made('{\n  "id": 1.50,\n  "big": 12345678901234567890,\n  "s": "a  \\u0041 b"\n}')).toBe(
    '{"id":1.50,"big":12345678901234567890,"s":"a  \\u0041 b"}',
  );
});

test("what stands before JSON and behind it stays", () => {
  expect(made('HTTP/1.1 200 OK\n{ "a": [ 1, 2 ] }\n[exit code 0]')).toBe('HTTP/1.1 200 OK\n{"a":[1,2]}\n[exit code 0]');
  expect(made("[exit 0]\n{ }")).toBe("[exit 0]\n{}");
  expect(made("[ not json")).toBe("[ not json");
});

test("like objects become a table that says each key once, and what all share once", () => {
  const rows = Array.from({ length: 6 }, (_, at) => ({
    id: `HAT0${at}`,
    day: "2024-05-24",
    seats: { basic: at, business: 2 * at },
    zip: "19122",
  }));
  expect(made(JSON.stringify({ rows }, null, 2))).toMatchInlineSnapshot(`
    "[JSON; tables: {keys} then a (…) of values per object; k=v: the same in all; empty: no such key]
    {"rows":[{id,day=2024-05-24,seats{basic,business},zip="19122"}]:[(HAT00,(0,0))
    (HAT01,(1,2))
    (HAT02,(2,4))
    (HAT03,(3,6))
    (HAT04,(4,8))
    (HAT05,(5,10))]}"
  `);
});

const row = fc.record(
  {
    id: fc.oneof(fc.string(), fc.constantFrom("1e5", "true", "12", "a b", "-", "")),
    name: fc.oneof(fc.string(), fc.constant("same")),
    nested: fc.record({ a: fc.double({ noNaN: true, noDefaultInfinity: true }), b: fc.jsonValue({ maxDepth: 2 }) }),
    parts: fc.array(fc.record({ x: fc.integer(), y: fc.string() }), { maxLength: 3 }),
  },
  { requiredKeys: ["id", "nested"] },
);

test("everything can be told from a table: what is read from it is what went in", () => {
  const values = fc.oneof(
    fc.array(row, { maxLength: 12 }),
    fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 5 }),
    fc.record({ head: fc.jsonValue(), rows: fc.array(row, { minLength: 4, maxLength: 9 }), tail: fc.jsonValue() }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(JSON.stringify(untabled(made(text)))).toEqual(JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 400 },
  );
});
