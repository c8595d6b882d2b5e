import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";

type Options = { readonly maxOutputLength: number };

/** The encodings of HTTP that clients and vendors use (RFC 9110, 8.4.1; RFC 8878). */
const unpackers: Readonly<Record<string, (bytes: Uint8Array, options: Options) => Uint8Array>> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  // Some send deflate without the frame that the standard wants around it.
  deflate: (bytes, options) =>
    (bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** Bytes as they were before `content-encoding` packed them; null where that is unknown, broken, or gives too many. */
export const unpacked = (bytes: Uint8Array, encoding: string | null, maxBytes: number): Uint8Array | null => {
  if (encoding === null || encoding === "identity") return bytes.length > maxBytes ? null : bytes;
  const steps = encoding.toLowerCase().split(",").reverse();
  try {
    let plain = bytes;
    for (const step of steps) {
      const unpack = unpackers[step.trim()];
      if (unpack === undefined) return null;
      plain = unpack(plain, { maxOutputLength: maxBytes });
    }
    return plain.length > maxBytes ? null : plain;
  } catch {
    return null;
  }
};
