import { expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { createRecording, keptBody } from "../../src/lib/recording.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("no more is kept than was allowed, whatever the pieces; all of it is counted", () => {
  const recording = createRecording(5);

  for (const piece of ["ab", "cd", "ef", "gh"]) recording.hear(bytes(piece));

  expect(Buffer.from(recording.bytes()).toString()).toBe("abcde");
  expect(recording.total()).toBe(8);
});

test("what is kept is a copy: who sends the piece on may use its memory again", () => {
  const recording = createRecording(10);
  const piece = bytes("abc");

  recording.hear(piece);
  piece.fill(0);

  expect(Buffer.from(recording.bytes()).toString()).toBe("abc");
});

test("where there is no memory nothing more is kept, and it is not asked for again", () => {
  let asked = 0;
  const recording = createRecording(10, () => asked++ === 0);

  for (const piece of ["ab", "cd", "ef"]) recording.hear(bytes(piece));

  expect(Buffer.from(recording.bytes()).toString()).toBe("ab");
  expect([asked, recording.total()]).toEqual([2, 6]);
});

test("a text is kept as it is, a cut one up to its last whole letter", () => {
  expect(keptBody(bytes("aé"), 3, null, 10)).toEqual({ bytes: 3, text: "aé", isCut: false, why: null });
  expect(keptBody(bytes("aé").subarray(0, 2), 3, null, 10)).toEqual({ bytes: 3, text: "a", isCut: true, why: null });
  expect(keptBody(bytes(""), 0, "gzip", 10)).toMatchObject({ text: "", why: null });
});

test("a packed body is unpacked; what cannot be searched for keys is not kept, and it is said why", () => {
  const packed = gzipSync("hello");

  expect(keptBody(packed, packed.length, "gzip", 100)).toMatchObject({ text: "hello", isCut: false });
  expect(keptBody(packed.subarray(0, 9), packed.length, "gzip", 100)).toMatchObject({
    text: null,
    why: expect.stringContaining("packed"),
  });
  expect(keptBody(packed, packed.length, "gzip", 3)).toMatchObject({ text: null });
  expect(keptBody(packed, packed.length, null, 100)).toMatchObject({ text: null, why: "not a text" });
  expect(keptBody(bytes(""), 8, null, 100)).toMatchObject({ text: null, bytes: 8 });
});
