import { expect, test } from "bun:test";
import { imageNote, noteOf } from "../../../src/memory/images/note.ts";
import { contentHash } from "../../../src/memory/transcript/hash.ts";

const hash = contentHash("bytes");
const sum = Buffer.from(hash, "base64url").toString("hex").slice(0, 8);

test("the line says which image it was, how large, of which bytes, and what is on it", () => {
  const said = noteOf({ number: 2, pixels: { width: 1280, height: 720 }, hash, description: "A dialog:\n [OK]" });
  expect(said).toBe(`[image #2 1280x720 ${sum}: A dialog: (OK)]`);
});

test("where nobody has described it, the line says so and how to see it again", () => {
  const said = noteOf({ number: 1, pixels: null, hash, description: null });
  expect(said).toStartWith(`[image #1 ${sum}: not described;`);
});

test("what was decided for an image is all in the decision", () => {
  expect(imageNote.apply("", { text: "[image #1]" }, () => null)).toBe("[image #1]");
  expect(imageNote.apply("", {}, () => null)).toBeNull();
});
