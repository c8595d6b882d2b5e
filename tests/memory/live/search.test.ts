import { expect, test } from "bun:test";
import fc from "fast-check";
import { search } from "../../../src/memory/live/search.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const found = (file: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${file}:${at * 7 + 1}:  const result = openStore(options, ${at});`);

const files = ["src/store.ts", "src/deep/er/session-store.ts", "tests/store.test.ts", "Makefile.am"];

test("of what was found each file stays with its first places, and how many more it has", () => {
  const short = shrunk(search, files.flatMap((file) => found(file, 20)).join("\n")) ?? "";
  const lines = short.split("\n");
  for (const file of files) {
    expect(lines).toContain(found(file, 20)[0] as string);
    expect(short).toContain(`${found(file, 20)[3]} (16 more in this file)`);
    expect(lines).not.toContain(found(file, 20)[4] as string);
  }
});

test("also where the file stands above its places", () => {
  const text = files.flatMap((file) => [file, ...found("", 20).map((line) => line.slice(1)), ""]).join("\n");
  const lines = (shrunk(search, text) ?? "").split("\n");
  for (const file of files) expect(lines).toContain(file);
  expect(lines.length).toBeLessThan(40);
});

test("no file gets lost, however many there are", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}\.(?:ts|py|go)$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.integer({ min: 1, max: 30 })), { minLength: 3, maxLength: 20 }), (all) => {
      const text = all.flatMap(([file, count]) => found(file, count)).join("\n");
      for (const mode of ["balanced", "aggressive"] as const) {
        const short = shrunk(search, text, { mode });
        if (short !== null) for (const [file] of all) expect(short).toContain(`${file}:`);
      }
    }),
  );
});

test("a file that was read is nothing that was found", () => {
  expect(shrunk(search, "const a = 1;\n".repeat(200))).toBeNull();
});

test("the laws of what keeps lines hold", () => expectLineLaws(search, fc.constantFrom(...found("src/a.ts", 30))));
test("no text takes for ever", () => expectLinear(search));
