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
  const recording = createRecording(10_000, () => asked++ === 0);

  for (const piece of ["ab", "c".repeat(2000), "ef"]) recording.hear(bytes(piece));

  expect(Buffer.from(recording.bytes()).toString()).toBe("ab");
  expect([asked, recording.total()]).toEqual([2, 2004]);
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

test("S-53: a key that the end of what is kept has cut in two is left out, and what hides one between zeros is no text", () => {
  const zai = "0ca7a1e00ca7a1e00ca7a1e00ca7a1e0.CANARYza";
  expect(keptBody(bytes(`my key: ${zai}`), 100, null, 1000)).toMatchObject({
    text: `my key: ${zai.slice(0, 33)}`,
    isCut: true,
  });
  expect(keptBody(bytes(`my key: ${zai}`), 8 + zai.length, null, 1000).text).toEndWith(zai);
  const wide = new Uint8Array(Buffer.from("sk-ant-api03-wide", "utf16le"));
  expect(keptBody(wide, wide.length, null, 100)).toMatchObject({ text: null, why: "not a text" });
});

test("many small pieces take no more memory than was asked for, and that is told", () => {
  let taken = 0;
  const recording = createRecording(100_000, (count) => {
    taken += count;
    return true;
  });
  const pieces = 50_000;
  const before = process.memoryUsage().rss;

  for (let at = 0; at < pieces; at++) recording.hear(bytes("ab"));

  expect(recording.heldBytes()).toBe(taken);
  expect(taken).toBeLessThanOrEqual(100_000);
  expect(recording.bytes().length).toBe(100_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000);
});
