import type { Edit } from "../../core/edit.ts";
import { type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { attribution } from "../request/messages/attribution.ts";

const by = "attribution";

/**
 * Takes the line of attribution out of a body in the format of its client, for vendors to whom it says nothing: it changes
 * with each request, so that nothing behind it would come from their caches. Other formats have no such `system`.
 */
export const attributionEdits = ({ system }: JsonObject): readonly Edit[] => {
  if (typeof system === "string") return attribution.test(system) ? [withoutLine(system)] : [];
  const blocks = listIn(system).map(objectIn);
  const lines = blocks.flatMap(({ text }, at) => (typeof text === "string" && attribution.test(text) ? [at] : []));
  if (lines.length > 0 && lines.length === blocks.length) return [{ kind: "body", by, do: "remove", path: ["system"] }];
  return lines.map((at) => ({ kind: "body", by, do: "remove", path: ["system", at] }));
};

const withoutLine = (system: string): Edit => {
  const [, ...rest] = system.split("\n");
  const value = rest.join("\n").trimStart();
  return value === ""
    ? { kind: "body", by, do: "remove", path: ["system"] }
    : { kind: "body", by, do: "set", path: ["system"], value };
};

/** Whether bytes may hold the line; a quick look at each. */
export const mayHoldAttribution = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("x-anthropic-billing-header:");
