import { expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalOf } from "../../src/cache/canonical.ts";

const canonical = (text: string) => canonicalOf(new TextEncoder().encode(text));
const textOf = (text: string): string | null => canonical(text)?.text ?? null;

/** JSON in any order of names and with any space between its signs, which means the same. */
const respelled = (value: unknown, next: () => number): string => {
  const space = (): string => ["", " ", "\n\t", "\r\n  "][Math.floor(next() * 4)] ?? "";
  const write = (one: unknown): string => {
    if (Array.isArray(one)) return `[${space()}${one.map(write).join(`${space()},${space()}`)}${space()}]`;
    if (typeof one !== "object" || one === null) return JSON.stringify(one);
    const members = Object.entries(one).map(([name, of]) => `${JSON.stringify(name)}${space()}:${space()}${write(of)}`);
    return `{${space()}${members.toSorted(() => next() - 0.5).join(`${space()},${space()}`)}${space()}}`;
  };
  return space() + write(value) + space();
};

const objects = fc.dictionary(fc.string(), fc.jsonValue());
const steps = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }));

test("the order of names and the space between signs mean nothing", () => {
  fc.assert(
    fc.property(objects, steps, (value, numbers) => {
      fc.pre(!hasTwins(value)); // names that differ in case alone keep their order

      expect(textOf(respelled(value, () => numbers.next().value ?? 0))).toBe(textOf(JSON.stringify(value)));
    }),
  );
});

const hasTwins = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const names = Array.isArray(value) ? [] : Object.keys(value).map((name) => name.toUpperCase().toLowerCase());
  return new Set(names).size !== names.length || Object.values(value).some(hasTwins);
};

test("what means something else is spelled otherwise", () => {
  fc.assert(
    fc.property(objects, objects, (one, other) => {
      const same = Bun.deepEquals(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)), true);

      if (!same) expect(textOf(JSON.stringify(one))).not.toBe(textOf(JSON.stringify(other)));
    }),
  );
});

test("what it gives means what it was given", () => {
  fc.assert(
    fc.property(objects, (value) => {
      expect(JSON.parse(textOf(JSON.stringify(value)) ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("numbers count by their digits, however large", () => {
  const all = ["12345678901234567890", "12345678901234567891", "1", "1.0", "1e0", "-0", "0"];

  expect(new Set(all.map((number) => textOf(`{"seed":${number}}`))).size).toBe(all.length);
});

test("a name that is there twice stays twice and in its order, whatever its spelling or its case", () => {
  const pairs = [
    ['{"a":1,"a":2}', '{"a":2,"a":1}'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"a":1,"\\u0061":2}', '{"\\u0061":2,"a":1}'],
    ['{"a":1,"A":2}', '{"A":2,"a":1}'],
    ['{"k":1,"\u212a":2}', '{"\u212a":2,"k":1}'], // the sign for kelvin is a k to who cares for no case
    ['{"x":{"a":1,"a":2}}', '{"x":{"a":2,"a":1}}'],
  ] as const;

  for (const [one, other] of pairs) expect(textOf(one)).not.toBe(textOf(other));
  expect(
    ["{}", '{"a":1,"b":2}', '{"a":1,"a":1}', '{"b":0,"a":1,"A":2}'].map((text) => canonical(text)?.repeats),
  ).toEqual([false, false, true, true]);
});

test("the values of its members are as they were written", () => {
  const { fields } = canonical(' { "m\\u006fdel" : "x" , "tools": [ 1, {"b":2,"a":1} ] , "n": 10 } ') ?? {
    fields: new Map(),
  };

  expect([...fields]).toEqual([
    ["model", '"x"'],
    ["n", "10"],
    ["tools", '[ 1, {"b":2,"a":1} ]'],
  ]);
});

test.each([
  ["", "nothing"],
  ["[]", "a list"],
  ['"x"', "a text"],
  ["{", "half of an object"],
  ['{"a":1}}', "more than an object"],
  ['{"a":1,}', "a comma too many"],
  ['{"a" 1}', "no colon"],
  ["{a:1}", "a name without quotes"],
  ['{"a":01}', "a number that is none"],
  ['{"a":tru}', "a word that is none"],
  ['{"a":"x}', "a text without an end"],
  ['{"\\uZZ":1}', "a name that means nothing"],
  ['\ufeff{"a":1}', "a mark in front"],
  [`{"a":${"[".repeat(300)}${"]".repeat(300)}}`, "too deep"],
  [`{"a":[${"1,".repeat(60_000)}1]}`, "too many parts"],
])("%p is not read: %s", (text) => {
  expect(canonical(text)).toBeNull();
});

test("bytes that are no text are not read: others would read other signs in them", () => {
  expect(canonicalOf(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeNull();
});
