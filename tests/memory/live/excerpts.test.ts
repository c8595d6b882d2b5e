import { expect, test } from "bun:test";
import fc from "fast-check";
import { excerpts } from "../../../src/memory/live/excerpts.ts";
import type { About } from "../../../src/memory/shrinkers/shrinker.ts";
import { contentHash } from "../../../src/memory/transcript/hash.ts";
import { aboutOf } from "../../support/about.ts";

const file = Array.from({ length: 60 }, (_, at) => `const value${at} = compute(${at * 7});`);

const behind = (text: string, ...before: readonly string[]): About => {
  const about = aboutOf({ label: "grep -A 20 value src" }, text);
  const texts = before.map((one, at) => ({
    text: () => one,
    piece: {
      ...about.piece,
      ...{ key: `k${at}`, hash: contentHash(one) },
      call: { ...about.piece.call, name: "Read", label: `src/${at}.ts` } as never,
    },
    hasItsLines: true,
    refersTo: () => null,
  }));
  return { ...about, earlier: { ...about.earlier, texts: () => texts } };
};

const made = (text: string, ...before: readonly string[]): string | null => {
  const how = excerpts.suits(text, behind(text, ...before));
  return how === null ? null : excerpts.apply(text, how, (key) => before[Number(key.slice(1))] ?? null);
};

test("lines that another tool gave before are told by the first of them", () => {
  const found = ["found:", ...file.slice(20, 40), "--", "else"].join("\n");
  expect(made(found, "another text ".repeat(50), file.join("\n"))).toBe(
    [
      '["[+n]": the n lines that follow there in what `Read src/1.ts` gave above]',
      ...["found:", file[20], "[+19]", "--", "else"],
    ].join("\n"),
  );
});

test("what nobody gave before is said whole", () => {
  expect(made(file.join("\n"), file.map((line) => `${line} // now`).join("\n"))).toBeNull();
  expect(made(file.slice(0, 4).join("\n"), file.join("\n"))).toBeNull();
});

test("a text that is no longer there cannot be pointed to", () => {
  expect(excerpts.apply(file.join("\n"), { of: "k9", as: "x" }, () => null)).toBeNull();
});

const told = (given: string, other: string): string => {
  const theirs = other.split("\n");
  const lines: string[] = [];
  for (const line of given.split("\n").slice(1)) {
    const [, count] = /^\[\+(\d+)\]$/.exec(line) ?? [];
    const place = theirs.indexOf(lines.at(-1) ?? "");
    lines.push(...(count === undefined ? [line] : theirs.slice(place + 1, place + 1 + Number(count))));
  }
  return lines.join("\n");
};

test("everything can be told from the earlier text", () => {
  const part = fc.tuple(fc.nat(59), fc.nat(30), fc.constantFrom("--", "", "something else"));
  const other = ["begin", ...file, ...file.slice(5, 9), "", "}"].join("\n");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const text = parts.flatMap(([from, count, own]) => [...file.slice(from, from + count), own]).join("\n");
      const given = made(text, other);
      expect(given === null ? text : told(given, other)).toBe(text);
    }),
    { numRuns: 200 },
  );
});
