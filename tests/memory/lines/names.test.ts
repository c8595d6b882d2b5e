import { expect, test } from "bun:test";
import fc from "fast-check";
import { namesIn } from "../../../src/memory/lines/names.ts";

test("names are what a later call may need: paths, what programs call things, flags, hashes, then words", () => {
  const text = "see src/a/store.ts:12: openStore MAX_FILES --no-verify 1a2b3c4d5e6f words of a sentence.";
  expect(namesIn(text, "", 1000)).toEqual([
    ...["src/a/store.ts", "openStore", "MAX_FILES", "--no-verify", "1a2b3c4d5e6f", "sentence"],
  ]);
});

test("where there is room for few, paths and names of programs come first", () => {
  expect(namesIn("wonderful beautiful src/a.ts openStore", "", 20)).toEqual(["src/a.ts", "openStore"]);
});

test("what is known already is not named again", () => {
  expect(namesIn("openStore closeStore", "const openStore = 1", 1000)).toEqual(["closeStore"]);
});

test("each is named once, is in the text, and they fit", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600, unit: "grapheme-ascii" }), fc.nat(200), (text, room) => {
      const names = namesIn(text, "", room);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(text).toContain(name);
      expect(names.join(" ").length).toBeLessThanOrEqual(room);
    }),
  );
});
