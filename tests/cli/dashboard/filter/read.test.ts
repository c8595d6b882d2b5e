import { expect, test } from "bun:test";
import fc from "fast-check";
import { type FieldName, fields } from "../../../../cli/dashboard/filter/fields.ts";
import { type Filter, written } from "../../../../cli/dashboard/filter/filter.ts";
import { readFilter } from "../../../../cli/dashboard/filter/read.ts";
import { runs } from "../../../support/runs.ts";

const mistake = (text: string) => readFilter(text).mistake?.message;

test("a space is and, a stroke is or, a mark is not, and brackets group", () => {
  const kind = (text: string) => readFilter(text).filter?.kind;

  expect([kind("a b"), kind("a | b"), kind("!a"), kind("a b | c"), kind("(a | b) c")]).toEqual([
    ...["all", "any", "not", "any", "all"],
  ] as never);
  expect(readFilter("   ").filter).toBeNull();
});

test("a field that is not there is answered with the one that was meant, at its place", () => {
  expect(readFilter("st:5xx modle:glm").mistake).toEqual({
    at: 7,
    length: 5,
    message: 'no field "modle", did you mean model: ?',
  });
  expect(mistake("http://x")).toContain("put it in quotes");
  expect(mistake("tool:Edit")).toContain("stands in the request itself");
});

test.each([
  ["cost:much", "cost: wants dollars"],
  ["time:>long", "time: wants a time"],
  ["model:>glm", "model: is not more or less"],
  ["st:happy", "st: is one of"],
  ["cache:cold", "cache: is hit, miss or break"],
  ["model:", "model: wants a value"],
  ['say "hi', "this quote is not closed"],
  ["(a", "this bracket is not closed"],
  ["a)", '")" closes nothing'],
  ["a |", "something is missing here"],
  ["!", "! wants"],
] as const)("%s: %s", (text, message) => {
  expect(mistake(text)).toStartWith(message);
});

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  name: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  state: fc.constantFrom("5xx", "200", "cut", "run", "SD", "-"),
  money: fc.constantFrom("0.1", "$2", "-"),
  duration: fc.constantFrom("10s", "1h30m", "250ms", "-"),
  count: fc.constantFrom("50k", "1,204", "0", "-"),
  cache: fc.constantFrom("hit", "miss", "break"),
  age: fc.constantFrom("10m", "1d"),
};

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => ({ kind: "text", text }) as const),
  fc.constantFrom(...(Object.keys(fields) as FieldName[])).chain((field) =>
    (values[fields[field].kind] ?? fc.constant("x")).map((value) => {
      const canCompare = ["money", "duration", "count"].includes(fields[field].kind) && value !== "-";
      return { kind: "term", field, comparison: canCompare ? ">=" : "", value } as const;
    }),
  ),
);

const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie("filter").map((of) => ({ kind: "not", of }) as const),
    fc
      .tuple(fc.constantFrom("all" as const, "any" as const), fc.array(tie("filter"), { minLength: 1, maxLength: 3 }))
      .map(([kind, of]) => ({ kind, of })),
  ),
})).filter;

test("no text breaks the reader, and what it makes of one it makes again of its own words", () => {
  const signs = fc.string({
    unit: fc.constantFrom(...'model:st:cost:>0.1"!|() \\5xx*?é\u{1f600}-'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.oneof(signs, fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const { filter } = readFilter(text);
      if (filter !== null) expect(readFilter(written(filter)).filter).toEqual(filter);
    }),
    runs(200),
  );
});

test("every filter can be written and is read as the same", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const once = readFilter(written(filter));

      expect(once.mistake).toBeNull();
      expect(readFilter(written(once.filter ?? filter)).filter).toEqual(once.filter);
    }),
    runs(30),
  );
});

test("ten thousand brackets are a mistake and no crash", () => {
  expect(mistake("(".repeat(10_000))).toBe("too many brackets");
  expect(mistake("!".repeat(10_000))).toBe("too many brackets");
});
