import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parse } from "yaml";
import { UneditableYaml, withoutValue, withValue } from "../../src/lib/yaml-splice.ts";
import { runs } from "../support/runs.ts";

const port = ["server", "port"];

describe("a value is set", () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ["in its place, with the comment behind it", "server:\n  port: 1   # why\n", "server:\n  port: 9   # why\n"],
    ["in a section that lacks it", "server:\n  host: h # c\nlog: 1\n", "server:\n  host: h # c\n  port: 9\nlog: 1\n"],
    ["in a section that is indented by four", "server:\n    host: h\n", "server:\n    host: h\n    port: 9\n"],
    ["in a section of comments", "server:\n#  port: 1\nlog: 1\n", "server:\n  port: 9\n#  port: 1\nlog: 1\n"],
    ["in a section that is missing", "log: 1 # l\n", "log: 1 # l\nserver:\n  port: 9\n"],
    ["in a file of comments", "# only\n", "# only\n\nserver:\n  port: 9\n"],
    ["in an empty file", "", "server:\n  port: 9\n"],
    ["in braces", "server: { host: h, port: 1 } # c\n", "server: { host: h, port: 9 } # c\n"],
    ["in braces that lack it", "server: {host: h,} # c\n", "server: {host: h, port: 9,} # c\n"],
    ["in empty braces", "server: {}\n", "server: { port: 9 }\n"],
    ["where a null stood", "server: ~ # c\n", "server: { port: 9 } # c\n"],
    ["where nothing stood", "server:\n  port: # c\n", "server:\n  port: 9 # c\n"],
    [
      "with the line ends of the file",
      "# c\r\nserver:\r\n  host: h\r\n",
      "# c\r\nserver:\r\n  host: h\r\n  port: 9\r\n",
    ],
    ["at the end of a file without a last line end", "server:\n  host: h", "server:\n  host: h\n  port: 9"],
    [
      "beside a text of several lines",
      "server:\n  host: |\n    a\n    b\nlog: 1\n",
      "server:\n  host: |\n    a\n    b\n  port: 9\nlog: 1\n",
    ],
    [
      "and an odd spelling elsewhere stays",
      "a: 010\nb: 'x'\nserver: {port: 0x1}\n",
      "a: 010\nb: 'x'\nserver: {port: 9}\n",
    ],
  ];
  test.each(cases)("%s", (_, before, after) => {
    expect(withValue(before, port, 9)).toBe(after);
    expect(withValue(after, port, 9)).toBe(after);
  });
});

test("a text keeps its kind of quotes, and gets some where it needs them", () => {
  expect(withValue("a: 'x'\n", ["a"], "y")).toBe("a: 'y'\n");
  expect(withValue('a: "x"\n', ["a"], "y")).toBe('a: "y"\n');
  expect(withValue("a: x\n", ["a"], "true")).toBe('a: "true"\n');
  expect(parse(withValue("a: {b: x}\n", ["a", "b"], "x, y]"))).toEqual({ a: { b: "x, y]" } });
});

test("of a list with a line for each item, the lines that stay keep their comments", () => {
  const text = "hosts: # mine\n  - a # first\n  # the second\n  - b\nlog: 1\n";

  expect(withValue(text, ["hosts"], ["b", "c"])).toBe("hosts: # mine\n  # the second\n  - b\n  - c\nlog: 1\n");
  expect(parse(withValue(text, ["hosts"], []))).toEqual({ hosts: [], log: 1 });
});

describe("a value is taken out", () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ["with its line", "server:\n  port: 1 # why\n  host: h\n", "server:\n  host: h\n"],
    ["with its section, when nothing else is in it", "server:\n  port: 1\nlog: 1\n", "log: 1\n"],
    ["and the section's comments stay", "server: # c\n  port: 1\nlog: 1\n", "server: # c\nlog: 1\n"],
    ["of braces", "server: { port: 1, host: h }\n", "server: { host: h }\n"],
    ["of the end of braces", "server: { host: h, port: 1 }\n", "server: { host: h }\n"],
    ["of braces that it had to itself", "server: { port: 1 } # c\n", "server: { } # c\n"],
    ["and what is not there changes nothing", "server:\n  host: h", "server:\n  host: h"],
  ];
  test.each(cases)("%s", (_, before, after) => expect(withoutValue(before, port)).toBe(after));
});

test("what cannot be changed without changing more is left to a person", () => {
  expect(() => withValue("a: &one 1\nb: *one\n", ["a"], 2)).toThrow(UneditableYaml);
  expect(() => withValue("server: 1\n", port, 2)).toThrow("a section of settings should be");
  expect(() => withValue("- a\n", port, 2)).toThrow(UneditableYaml);
  expect(() => withValue("server: [\n", port, 2)).toThrow(UneditableYaml);
  expect(() => withoutValue("a: {server: 1\n", port)).toThrow(UneditableYaml);
});

const comment = fc.constantFrom("", "# note", "   # far", "\t# tab");
const scalar = fc.constantFrom("1", "'one'", '"one"', "one two", "true", "~", "", "[a, 'b']", "010");
const line = fc.record({ key: fc.constantFrom("a", "b", "c", "d"), value: scalar, comment });
const section = fc.record({
  key: fc.constantFrom("s", "t", "u"),
  comment,
  indent: fc.constantFrom("  ", "    "),
  lines: fc.uniqueArray(line, { selector: ({ key }) => key, maxLength: 4 }),
  between: fc.array(fc.constantFrom("", "# alone", "  # inside"), { maxLength: 2 }),
  inBraces: fc.boolean(),
});
type Section = typeof section extends fc.Arbitrary<infer T> ? T : never;

const written = ({ key, comment, indent, lines, between, inBraces }: Section): readonly string[] => {
  const tail = comment === "" ? "" : ` ${comment}`;
  if (inBraces)
    return [`${key}: { ${lines.map((one) => `${one.key}: ${one.value || 7}`).join(", ")} }${tail}`, ...between];
  return [
    `${key}:${tail}`,
    ...lines.flatMap((one) => [
      `${indent}${one.key}: ${one.value}${one.comment === "" ? "" : ` ${one.comment}`}`,
      ...between,
    ]),
  ];
};

const file = fc
  .record({
    head: fc.array(fc.constantFrom("# head", ""), { maxLength: 3 }),
    sections: fc.uniqueArray(section, { selector: ({ key }) => key, maxLength: 3 }),
    eol: fc.constantFrom("\n", "\r\n"),
    last: fc.boolean(),
  })
  .map(({ head, sections, eol, last }) => [...head, ...sections.flatMap(written)].join(eol) + (last ? eol : ""));

const path = fc.tuple(fc.constantFrom("s", "t", "u", "v"), fc.constantFrom("a", "b", "c", "d", "e"));
const value = fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.array(fc.string(), { maxLength: 3 }));

/** What of a text is comment, line by line. */
const comments = (text: string): readonly string[] =>
  text.split(/\r?\n/).flatMap((one) => /(?:^|\s)(#[^'"]*)$/.exec(one)?.[1] ?? []);

const at = (text: string, [section, key]: readonly [string, string]): unknown => parse(text)?.[section]?.[key];

/** Everything but this one value. */
const others = (text: string, [section, key]: readonly [string, string]): unknown => {
  const tree = { ...parse(text) };
  const { [key]: _, ...rest } = tree[section] ?? {};
  const { [section]: __, ...more } = tree;
  const kept = Object.entries(more).filter(([, inner]) => inner !== null && Object.keys(inner as object).length > 0);
  return { ...Object.fromEntries(kept), ...(Object.keys(rest).length > 0 ? { [section]: rest } : {}) };
};

test("whatever a commented file looks like: the value is there, all others and every comment stay", () => {
  fc.assert(
    fc.property(file, path, value, (text, where, what) => {
      const edited = withValue(text, where, what);

      expect(at(edited, where)).toEqual(what);
      expect(others(edited, where)).toEqual(others(text, where));
      if (!Array.isArray(what) && typeof what !== "string") expect(comments(edited)).toEqual(comments(text));
      expect(edited.includes("\r\n")).toBe(text.includes("\r\n"));
      expect(/[^\r]\n/.test(edited) && text.includes("\r\n")).toBe(false);
    }),
    runs(50),
  );
});

test("taking out what was not there before gives a file that means the same, with every comment", () => {
  fc.assert(
    fc.property(file, path, (text, where) => {
      fc.pre(at(text, where) === undefined);

      const back = withoutValue(withValue(text, where, 7), where);

      expect(others(back, where)).toEqual(others(text, where));
      expect(comments(back)).toEqual(comments(text));
    }),
    runs(30),
  );
});

test("taking a value out takes its line alone", () => {
  fc.assert(
    fc.property(file, path, (text, where) => {
      const without = withoutValue(text, where);

      expect(at(without, where)).toBeUndefined();
      expect(others(without, where)).toEqual(others(text, where));
      const lines = text.split(/\r?\n/);
      expect(without.split(/\r?\n/).every((one) => one === "" || lines.includes(one) || one.includes("{"))).toBe(true);
    }),
    runs(30),
  );
});
