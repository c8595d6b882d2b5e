import { unmarked } from "../billing/cache/marked.ts";
import type { Ids } from "../ids.ts";
import { type JsonObject, listIn, objectIn } from "../json-view.ts";

/** What a thought was thought after: the system, the tools and the messages of its request, without cache marks. */
export type Before = { readonly system?: unknown; readonly tools?: unknown; readonly messages?: unknown };

/** The signature of a thought as it is shown: it looks like noise, and a changed thought or past no longer fits it. */
export const sealOf = (shown: string, label: string, ids: Ids, before: Before): string => {
  const body = Buffer.concat([start, Buffer.from(ids.sealed(label, bodyLength), "base64")]);
  return Buffer.concat([body, proof(body, shown), proof(body, pastOf(before))]).toString("base64");
};

/** What is wrong with a signature that was made here: the thought beside it, what came before it, or nothing. */
export const flawOf = (signature: string, shown: string, before: Before): "thought" | "past" | null => {
  if (!signature.startsWith(startText)) return null;
  const bytes = Buffer.from(signature, "base64");
  const body = bytes.subarray(0, start.length + bodyLength);
  const [own, past] = [body.length, body.length + proofLength];
  if (!bytes.subarray(own, past).equals(proof(body, shown))) return "thought";
  return bytes.subarray(past).equals(proof(body, pastOf(before))) ? null : "past";
};

/** Models that bind each thought to all before it (Anthropic docs, preserved thinking); older ones do not look. */
export const bindsThoughts = (model: string): boolean => !/^claude-(3|4|(opus|sonnet|haiku)-[34]\b)/.test(model);

/** Sixteen characters by which the simulator knows its own seals; those of real vendors are none of its business. */
const startText = "EsimulatedThough";
const start = Buffer.from(startText, "base64");
const bodyLength = 196;
const proofLength = 32;

const proof = (body: Uint8Array, what: string): Buffer =>
  Buffer.from(new Bun.CryptoHasher("sha256").update(body).update(what).digest());

const pastOf = ({ system, tools, messages }: Before): string =>
  unmarked([asBlocks(system ?? null), tools ?? [], listIn(messages).map(objectIn).map(inBlocks)]);

/** A text alone is short for one block of text, and some clients write a message the one way first and then the other. */
const asBlocks = (content: unknown): unknown =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

const inBlocks = (message: JsonObject): JsonObject => ({ ...message, content: asBlocks(message.content) });
