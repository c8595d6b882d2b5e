import { expect, test } from "bun:test";
import { stemOf, termsOf } from "../../../src/memory/recall/words.ts";

test.each([
  ["painted painting paints paint", 1],
  ["running runs run", 1],
  ["stories story", 1],
  ["adopted adopt adopting", 1],
  ["class classes", 1],
  ["bus bass", 2],
])("words that differ by their endings are one: %s", (words, distinct) => {
  expect(new Set(words.split(" ").map(stemOf)).size).toBe(distinct);
});

test("a name in code is found whole and by its parts", () => {
  expect(termsOf("readFileSync and max_held_bytes")).toEqual(
    expect.arrayContaining(["readfilesync", "file", "max_held_bytes", "held", "byte"]),
  );
});

test("words that are everywhere are left aside, numbers and other scripts are not", () => {
  expect(termsOf("What did they do on the 19th with 東京 in 2023?")).toEqual(["19th", "東京", "2023"]);
});
