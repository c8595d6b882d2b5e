import { describe, expect, test } from "bun:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { unpacked } from "../../src/lib/unpacked.ts";

const text = "a conversation, packed. ".repeat(200);
const bytes = new TextEncoder().encode(text);
const read = (packed: Uint8Array, encoding: string | null, maxBytes = 1_000_000): string | null => {
  const plain = unpacked(packed, encoding, maxBytes);
  return plain === null ? null : new TextDecoder().decode(plain);
};

describe("what was packed comes back as it was", () => {
  const ways: readonly (readonly [string | null, Uint8Array])[] = [
    [null, bytes],
    ["identity", bytes],
    ["gzip", gzipSync(bytes)],
    ["GZIP", gzipSync(bytes)],
    ["deflate", deflateSync(bytes)],
    ["deflate", deflateRawSync(bytes)],
    ["br", brotliCompressSync(bytes)],
    ["zstd", zstdCompressSync(bytes)],
    ["deflate, gzip", gzipSync(deflateSync(bytes))],
  ];
  for (const [encoding, packed] of ways) test(String(encoding), () => expect(read(packed, encoding)).toBe(text));
});

test("what is broken, unknown or unpacks without end is nothing", () => {
  expect(read(gzipSync(bytes).subarray(0, 30), "gzip")).toBeNull();
  expect(read(bytes, "gzip")).toBeNull();
  expect(read(bytes, "rot13")).toBeNull();
  expect(read(bytes, null, 100)).toBeNull();
  expect(read(gzipSync(bytes), "gzip", 100)).toBeNull();
});
