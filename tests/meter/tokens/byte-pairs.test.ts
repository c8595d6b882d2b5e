import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Tiktoken } from "js-tiktoken/lite";
import cl100k from "js-tiktoken/ranks/cl100k_base";
import o200k from "js-tiktoken/ranks/o200k_base";
import { anyText } from "../../../scripts/fuzz/any-text.ts";
import { createCounter } from "../../../src/meter/tokens/byte-pairs.ts";
import { loadRanks } from "../../../src/meter/tokens/ranks.ts";
import { recordedTest, recordings } from "../../support/recordings.ts";
import { runs } from "../../support/runs.ts";

/** Pieces of text at which splitting and merging go wrong first. */
const awkward = fc.constantFrom(
  ..."aAé中🚀 \n\r\t19'/-ß한ǅ".split(""),
  ..."'s|'LL|re|  |\r\n|\u0301|\ud83d|\u00a0|\u2028|İ|<|endoftext|>|👨‍👩‍👧|ا|ไทย|0xFF|===|  \n  ".split("|"),
  "<|endoftext|>",
  "<|fim_prefix|>",
);
const texts = fc.oneof(
  fc.array(awkward, { maxLength: 40 }).map((pieces) => pieces.join("")),
  anyText({ maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);

for (const [encoding, ranks] of [["o200k_base", o200k] as const, ["cl100k_base", cl100k] as const]) {
  const reference = new Tiktoken(ranks);

  describe(encoding, async () => {
    const count = createCounter(await loadRanks(encoding));

    test("counts every text as the reference does, the encoding's own words as plain text", () => {
      fc.assert(
        fc.property(texts, (text) => {
          expect([text, count(text)]).toEqual([text, reference.encode(text, [], []).length]);
        }),
        runs(200),
      );
    }, 60_000);

    recordedTest(
      "counts what vendors and clients were heard to say as the reference does",
      () => {
        // The reference takes hours for a long run without a break.
        const lines = recordings().flatMap((recording, at) =>
          at % 40 === 0 ? JSON.stringify(recording).split("\\n") : [],
        );
        const short = lines.map((line) => line.slice(0, 2000)).filter((line) => !/\S{150}|\s{150}/.test(line));

        const differing = short.filter((line) => count(line) !== reference.encode(line, [], []).length);

        expect(short.length).toBeGreaterThan(100);
        expect(differing).toEqual([]);
      },
      60_000,
    );

    test("counts each line of its own source as the reference does, one after the other and once more", async () => {
      const lines = (await Bun.file(import.meta.path).text()).split("\n");

      const counts = [...lines, ...lines].map(count);

      expect(counts).toEqual([...lines, ...lines].map((line) => reference.encode(line, [], []).length));
    });

    test("a wall of one letter is counted at once; as a list of parts it takes minutes", () => {
      expect(count("a".repeat(200_000))).toBe(25_000);
    }, 20_000);
  });
}
