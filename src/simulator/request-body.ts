import { isObject, type JsonObject } from "./json-view.ts";

/** The JSON object that a body is, also a compressed one; an empty body is an empty object, anything else null. */
export const jsonBody = (bytes: Uint8Array<ArrayBuffer>, encoding: string | null): JsonObject | null => {
  if (bytes.length === 0) return {};
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(plainBytes(bytes, encoding)));
    return isObject(json) ? json : null;
  } catch {
    return null; // Whoever sends broken JSON is told so in the vendor's own shape.
  }
};

const plainBytes = (bytes: Uint8Array<ArrayBuffer>, encoding: string | null): Uint8Array => {
  if (encoding === "gzip") return Bun.gunzipSync(bytes);
  return encoding === "zstd" ? Bun.zstdDecompressSync(bytes) : bytes;
};
