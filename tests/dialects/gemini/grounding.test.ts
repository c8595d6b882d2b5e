import { expect, test } from "bun:test";
import { grounded, readGrounding, supportOf, writeGrounding } from "../../../src/dialects/gemini/grounding.ts";

const uri = "https://example.com";
const page = { url: uri, title: "A page", span: null, said: null };
const text = (text: string) => ({ type: "text", text, extras: {}, origin: null }) as const;

test("pages stand behind pieces, or behind all where nothing says of which", () => {
  const groundingChunks = [{ web: { uri, title: "A page" } }, { maps: {} }];
  const groundingSupports = [{ segment: { text: "né" }, groundingChunkIndices: [0, 1, 9] }, { segment: {} }];

  expect(readGrounding({ groundingChunks, groundingSupports })).toEqual([{ ...page, said: "né" }]);
  expect(readGrounding({ groundingChunks })).toEqual([page]);
  expect(readGrounding(undefined)).toEqual([]);
});

test("each page is at the first text that has its piece, else at the last one", () => {
  const metadata = (said: string) => ({
    groundingChunks: [{ web: { uri, title: "A page" } }],
    groundingSupports: [{ segment: { text: said }, groundingChunkIndices: [0] }],
  });
  const at = (said: string) =>
    grounded([text("one"), text("two")], metadata(said)).map((block) => "citations" in block);

  expect(at("one")).toEqual([true, false]);
  expect(at("gone")).toEqual([false, true]);
  expect(grounded([], metadata("one"))).toEqual([]);
});

test("places are counted in bytes, and a page is named once", () => {
  const supports = [
    supportOf({ ...page, said: "né" }, "ü ", "né 你"),
    supportOf({ ...page, said: "你" }, "ü ", "né 你"),
  ];

  expect(writeGrounding(supports)).toEqual({
    groundingMetadata: {
      groundingChunks: [{ web: { uri, title: "A page" } }],
      groundingSupports: [
        { segment: { startIndex: 3, endIndex: 6, text: "né" }, groundingChunkIndices: [0] },
        { segment: { startIndex: 7, endIndex: 10, text: "你" }, groundingChunkIndices: [0] },
      ],
    },
  });
  expect(writeGrounding([])).toEqual({});
});
