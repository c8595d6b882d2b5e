import type { Ids } from "./ids.ts";

/** The signature of a thought as it is shown: it looks like noise, and a changed thought no longer fits it. */
export const sealOf = (shown: string, label: string, ids: Ids): string => {
  const body = Buffer.concat([start, Buffer.from(ids.sealed(label, bodyLength), "base64")]);
  return Buffer.concat([body, proof(body, shown)]).toString("base64");
};

/** Whether a signature was made here and the thought beside it, or the signature itself, has been changed since. */
export const isBrokenSeal = (signature: string, shown: string): boolean => {
  if (!signature.startsWith(startText)) return false;
  const bytes = Buffer.from(signature, "base64");
  const body = bytes.subarray(0, start.length + bodyLength);
  return !bytes.subarray(body.length).equals(proof(body, shown));
};

/** Sixteen characters by which the simulator knows its own seals; those of real vendors are none of its business. */
const startText = "EsimulatedThough";
const start = Buffer.from(startText, "base64");
const bodyLength = 196;

const proof = (body: Uint8Array, shown: string): Buffer =>
  Buffer.from(new Bun.CryptoHasher("sha256").update(body).update(shown).digest());
