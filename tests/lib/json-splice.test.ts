import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { JsonPath } from "../../src/lib/json.ts";
import { type Splice, spliced, valueAt } from "../../src/lib/json-splice.ts";
import { runs } from "../support/runs.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const change = (text: string, ...splices: readonly Splice[]): string | null => textOf(spliced(bytesOf(text), splices));

const set = (path: JsonPath, value: unknown): Splice => ({ do: "set", path, value });
const insert = (path: JsonPath, value: unknown): Splice => ({ do: "insert", path, value });
const remove = (...path: JsonPath): Splice => ({ do: "remove", path });

const pretty = '{\n  "a": 1,\n  "b": [ 1 , 2 ,3 ],\n  "c": {"d": "x\\u0041"}\n}\n';

describe("a place changes and nothing beside it", () => {
  const cases: readonly (readonly [what: string, before: string, splice: Splice, after: string])[] = [
    ["a value", pretty, set(["a"], "one"), pretty.replace("1,", '"one",')],
    ["a value deep inside", pretty, set(["c", "d"], null), pretty.replace('"x\\u0041"', "null")],
    ["an item", pretty, set(["b", 1], { x: 1 }), pretty.replace("2 ", '{"x":1} ')],
    ["the whole", " [1] ", set([], 2), " 2 "],
    ["a field that is not there", pretty, set(["c", "e"], 1), pretty.replace('41"}', '41","e":1}')],
    ["a field of an empty object", "{ }", set(["a"], 1), '{ "a":1}'],
    ["the first field goes", pretty, remove("a"), pretty.replace('"a": 1,\n  ', "")],
    ["a field in the middle goes", pretty, remove("b"), pretty.replace(',\n  "b": [ 1 , 2 ,3 ]', "")],
    ["the last field goes", pretty, remove("c"), pretty.replace(',\n  "c": {"d": "x\\u0041"}', "")],
    ["the only field goes", '{ "a" : 1 }', remove("a"), "{  }"],
    ["an item goes", pretty, remove("b", 0), pretty.replace("1 , ", "")],
    ["an item comes before another", "[ 1 , 2 ,3 ]", insert([1], "x"), '[ 1,"x" , 2 ,3 ]'],
    ["an item comes behind the last", pretty, insert(["b", 3], "x"), pretty.replace(",3 ]", ',3,"x" ]')],
    ["an item of an empty list", "[ ]", insert([0], 1), "[ 1]"],
    ["a name in other signs", '{"mod\\u0065l":"a"}', set(["model"], "b"), '{"mod\\u0065l":"b"}'],
    ["the last of two with one name", '{"a":1,"b":2,"a":3}', set(["a"], 4), '{"a":1,"b":2,"a":4}'],
    ["every one of a name goes", '{"a":1,"b":2,"a":3}', remove("a"), '{"b":2}'],
    ["behind the mark of UTF-8", '\ufeff{"a":1}', set(["a"], 2), '\ufeff{"a":2}'],
    ["beside broken letters and large numbers", '{"x":1e999,"a":1}', set(["a"], 2), '{"x":1e999,"a":2}'],
  ];
  test.each(cases)("%s", (_, before, splice, after) => {
    expect(change(before, splice)).toBe(after);
  });
});

describe("several changes are made at once, each where it stood before", () => {
  test("in one list", () => {
    expect(change("[0, 1, 2, 3]", remove(0), insert([0], "a"), set([2], "b"), insert([4], "c"), remove(1))).toBe(
      '["a", "b", 3,"c"]',
    );
  });

  test("all items go, and new ones come", () => {
    expect(change("[0, 1]", remove(0), remove(1))).toBe("[]");
    expect(change("[0, 1]", remove(0), remove(1), insert([0], 7), insert([0], 8), insert([2], 9))).toBe("[7,8,9]");
  });
});

describe("null is the answer to", () => {
  test.each([
    ["a path that leads nowhere", '{"a":[1]}', [set(["b", "c"], 1)]],
    ["a position that is not there", '{"a":[1]}', [set(["a", 1], 1)]],
    ["a position far behind the last", '{"a":[1]}', [insert(["a", 2], 1)]],
    ["a name in a list", '{"a":[1]}', [set(["a", "0"], 1)]],
    ["a position in an object", '{"0":1}', [set([0], 1)]],
    ["a path into a text", '{"a":"x"}', [set(["a", "b"], 1)]],
    ["the removal of what is not there", '{"a":1}', [remove("b")]],
    ["an insertion among names", '{"a":1}', [insert(["a"], 1)]],
    ["two values for one place", '{"a":1}', [set(["a"], 1), set(["a"], 2)]],
    ["a change inside of what goes", '{"a":{"b":1}}', [remove("a"), set(["a", "b"], 2)]],
    ["the same the other way round", '{"a":{"b":1}}', [set(["a", "b"], 2), remove("a")]],
    ["the removal of the whole", "{}", [remove()]],
    ["a text without an end", '{"a":1', [set(["a"], 2)]],
    ["two texts", '{"a":1} {}', [set(["a"], 2)]],
    ["nothing at all", "", [set(["a"], 2)]],
  ] satisfies readonly (readonly [string, string, readonly Splice[]])[])("%s", (_, text, splices) => {
    expect(change(text, ...splices)).toBeNull();
  });
});

test("without a change the bytes are the very same", () => {
  const bytes = bytesOf(pretty);
  expect(spliced(bytes, [])).toBe(bytes);
});

/** Writes a value as JSON in a way that nobody would: odd spaces, letters as escapes, names twice. */
const oddText = (value: unknown, dice: () => number): string => {
  const space = (): string => ["", "", "", " ", "\n", "\t \r\n"][dice() % 6] ?? "";
  const quoted = (text: string): string =>
    `"${[...JSON.stringify(text).slice(1, -1)]
      .map((sign) => (dice() % 9 === 0 && /[a-zé你]/.test(sign) ? escaped(sign) : sign))
      .join("")}"`;
  if (typeof value === "string") return quoted(value).replaceAll(/\\\\u/g, "\\\\u");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const around = (text: string): string => `${space()}${text}${space()}`;
  if (Array.isArray(value)) return `[${value.map((item) => around(oddText(item, dice))).join(",") || space()}]`;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const one = (what: unknown): string => around(`${quoted(name)}${space()}:${space()}${oddText(what, dice)}`);
    return dice() % 8 === 0 ? [one(["twice", "}"]), one(field)] : [one(field)];
  });
  return `{${fields.join(",") || space()}}`;
};

/** A letter as JSON may also write it; not behind a backslash, where it would be another sign. */
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

const isSameJson = (text: string, value: unknown): boolean => {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
};

/** A document in odd writing, with every path in it. */
const documents = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }))
  .map(([value, rolls]) => {
    let at = 0;
    const text = oddText(value, () => rolls[at++ % rolls.length] ?? 0);
    return { text, paths: pathsIn(value) };
  })
  .filter(({ text }) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false; // a letter that followed a backslash has been escaped
    }
  })
  .map(({ text }) => ({ text, value: JSON.parse(text) as unknown, paths: pathsIn(JSON.parse(text)) }));

function pathsIn(value: unknown, path: JsonPath = []): readonly JsonPath[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [path, ...[...steps].flatMap((step) => pathsIn(Reflect.get(value, step), [...path, step]))];
}

const at = (value: unknown, path: JsonPath): unknown =>
  path.reduce((inner, step) => Reflect.get(inner as object, step), value);

/** The same change by the book: on the value, not on its text. */
const byTheBook = (value: unknown, splice: Splice): unknown => {
  const step = splice.path.at(-1);
  if (step === undefined) return splice.do === "set" ? splice.value : value;
  const copy = structuredClone({ value: JSON.parse(JSON.stringify(value)) }).value;
  const parent = at(copy, splice.path.slice(0, -1)) as Record<string | number, unknown>;
  if (splice.do === "insert") (parent as unknown as unknown[]).splice(step as number, 0, splice.value);
  else if (splice.do === "set")
    Object.defineProperty(parent, step, { value: splice.value, enumerable: true, configurable: true, writable: true });
  else if (Array.isArray(parent)) parent.splice(step as number, 1);
  else Reflect.deleteProperty(parent, step);
  return copy;
};

/** How many bytes two texts begin, and end, alike with. */
const alike = (one: Uint8Array, other: Uint8Array): number => {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return head + tail;
};

describe("of thousands of documents", () => {
  const many = runs(1000); // ten thousand before each push
  const changed = fc.constantFrom<unknown>(null, 7, 'né"\\', { x: [1] }, []);

  test("each value is found where it is", () => {
    fc.assert(
      fc.property(documents, fc.nat(), ({ text, value, paths }, pick) => {
        const path = paths[pick % paths.length] ?? [];
        expect(isSameJson(textOf(valueAt(bytesOf(text), path)) ?? "", at(value, path))).toBe(true);
      }),
      many,
    );
  }, 60_000);

  test("each place can be set, and the bytes around it are the same", () => {
    fc.assert(
      fc.property(documents, fc.nat(), changed, ({ text, value, paths }, pick, now) => {
        const splice = set(paths[pick % paths.length] ?? [], now);
        const before = bytesOf(text);
        const old = valueAt(before, splice.path) ?? new Uint8Array();
        const after = spliced(before, [splice]) ?? new Uint8Array();

        expect(isSameJson(textOf(after) ?? "", byTheBook(value, splice))).toBe(true);
        const start = old.byteOffset - before.byteOffset;
        const rest = before.length - start - old.length;
        expect(Buffer.compare(after.subarray(0, start), before.subarray(0, start))).toBe(0);
        expect(Buffer.compare(after.subarray(after.length - rest), before.subarray(before.length - rest))).toBe(0);
      }),
      many,
    );
  }, 60_000);

  test("each member can go, and an item can come; what is left are bytes of before", () => {
    fc.assert(
      fc.property(documents, fc.nat(), changed, ({ text, value, paths }, pick, now) => {
        const [, ...below] = paths;
        const path = below[pick % below.length];
        fc.pre(path !== undefined);
        const isItem = typeof path.at(-1) === "number";
        for (const splice of [remove(...path), ...(isItem ? [insert(path, now)] : [])]) {
          const before = bytesOf(text);
          const after = spliced(before, [splice]) ?? new Uint8Array();

          expect(isSameJson(textOf(after) ?? "", byTheBook(value, splice))).toBe(true);
          const isTwice = text.includes("twice");
          if (!isTwice) expect(alike(before, after)).toBe(Math.min(before.length, after.length));
        }
      }),
      many,
    );
  }, 60_000);

  test("what is removed and set again at its end means the same, and the way back is exact", () => {
    fc.assert(
      fc.property(documents, changed, ({ text, value }, now) => {
        fc.pre(typeof value === "object" && value !== null && !Array.isArray(value) && !("new" in value));
        const before = bytesOf(text);
        const added = spliced(before, [set(["new"], now)]) ?? new Uint8Array();

        expect(isSameJson(textOf(added) ?? "", { ...(value as object), new: now })).toBe(true);
        expect(textOf(spliced(added, [remove("new")]))).toBe(text);
      }),
      many,
    );
  }, 60_000);
});

test("bytes that are no JSON cost nothing worse than null", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.oneof(fc.string(), fc.nat(5)), { maxLength: 3 }), (text, path) => {
      for (const splice of [set(path, 1), insert(path, 1), remove(...path)]) spliced(bytesOf(text), [splice]);
      valueAt(bytesOf(text), path);
    }),
    runs(200),
  );
});
