import { expect, test } from "bun:test";
import { abridged } from "../../src/lib/json-abridged.ts";

const long = `a "quoted" \\ word\\" and \\\\ more\n`.repeat(150);
const answer = JSON.stringify({
  id: "msg_1",
  content: [{ type: "text", text: long }, long, `${long}\\`, 'short \\" one'],
  [long]: 1,
  usage: { input_tokens: 7, output_tokens: 9 },
});

const inPieces = (text: string, size: number): Uint8Array[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
};

const read = (pieces: readonly Uint8Array[]): unknown => {
  const bytes = abridged(pieces);
  return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString());
};

test.each([1e9, 4097, 100, 7, 1])("long texts are left out and all else stays, in pieces of %p bytes", (size) => {
  expect(read(inPieces(answer, size))).toEqual({
    id: "msg_1",
    content: [{ type: "text", text: "" }, "", "", 'short \\" one'],
    "": 1,
    usage: { input_tokens: 7, output_tokens: 9 },
  });
});

test("JSON without a long text is what it was", () => {
  const small = '{"a": "\\"", "b": ["\\\\", "x\\\\\\"y"], "c": {}}';

  expect(Buffer.from(abridged(inPieces(small, 3)) ?? []).toString()).toBe(small);
});

test("what ends within a text, or has very many, is not abridged", () => {
  expect(abridged([Buffer.from('{"a":"b')])).toBeNull();
  expect(abridged([Buffer.from(JSON.stringify(Array.from({ length: 5000 }, () => "x")))])).toBeNull();
  expect(abridged([Buffer.from(JSON.stringify('"'.repeat(5000)))])).toBeNull();
});
