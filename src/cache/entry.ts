import type { KeptAnswer } from "../core/answer-cache.ts";
import { isObject, parsedJson } from "../lib/json.ts";

/** Why bytes that should be an answer are none; each is counted. */
export type Damage = "not ours" | "older version" | "cut" | "damaged" | "another's" | "too large";

/** `PXCA`: ours, and whole up to here. */
const mark = Buffer.from("PXCA");
const version = 1;

/** Mark, version, length of what is said of the answer, length of its body, SHA-256 of both. */
const headBytes = 4 + 2 + 4 + 4 + 32;

/** As it lies in a store that others can write to: whoever reads it can tell whether it is whole, and whether it is the right one. */
export const packedAnswer = ({ body, ...said }: KeptAnswer): Uint8Array => {
  const about = Buffer.from(JSON.stringify(said));
  const head = Buffer.alloc(headBytes);
  mark.copy(head, 0);
  head.writeUInt16BE(version, 4);
  head.writeUInt32BE(about.length, 6);
  head.writeUInt32BE(body.length, 10);
  sumOf(about, body).copy(head, 14);
  return Buffer.concat([head, about, body]);
};

/** The answer that these bytes are, where they are one to this key. */
export const unpackedAnswer = (
  bytes: Uint8Array,
  key: string,
  maxBodyBytes: number,
): { readonly answer: KeptAnswer } | { readonly damage: Damage } => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.length < headBytes || !all.subarray(0, 4).equals(mark)) return { damage: "not ours" };
  if (all.readUInt16BE(4) !== version) return { damage: "older version" };
  const [aboutBytes, bodyBytes] = [all.readUInt32BE(6), all.readUInt32BE(10)];
  if (bodyBytes > maxBodyBytes) return { damage: "too large" };
  if (all.length !== headBytes + aboutBytes + bodyBytes) return { damage: "cut" };
  const about = all.subarray(headBytes, headBytes + aboutBytes);
  const body = all.subarray(headBytes + aboutBytes);
  if (!sumOf(about, body).equals(all.subarray(14, headBytes))) return { damage: "damaged" };
  const said = parsedJson(about.toString());
  if (!isObject(said)) return { damage: "damaged" };
  if (said["key"] !== key) return { damage: "another's" };
  return { answer: { ...(said as Omit<KeptAnswer, "body">), body } }; // as `packedAnswer` wrote it: its sum is right
};

const sumOf = (about: Uint8Array, body: Uint8Array): Buffer =>
  Buffer.from(new Bun.CryptoHasher("sha256").update(about).update(body).digest());
