import type { Edit } from "../../core/edit.ts";
import { type JsonObject, type JsonPath, listIn, objectIn } from "../../lib/json.ts";
import { attribution, withoutLine } from "../request/messages/attribution.ts";

const by = "attribution";

/**
 * Takes the line of attribution out of a body in the format of its client, for vendors to whom it says nothing: it changes
 * with each request, so that nothing behind it would come from their caches. Other formats have no such `system`.
 */
export const attributionEdits = ({ system }: JsonObject): readonly Edit[] => {
  if (typeof system === "string") return attribution.test(system) ? [lineEdit(system, ["system"], ["system"])] : [];
  const blocks = listIn(system).map(objectIn);
  const lines = blocks.flatMap(({ text }, at) =>
    typeof text === "string" && attribution.test(text) ? [lineEdit(text, ["system", at, "text"], ["system", at])] : [],
  );
  const isNothingLeft =
    lines.length > 0 && lines.length === blocks.length && lines.every((edit) => edit.do === "remove");
  return isNothingLeft ? [{ kind: "body", by, do: "remove", path: ["system"] }] : lines;
};

/** The text without the line, or the whole block without it where it has no other. */
const lineEdit = (text: string, textAt: JsonPath, blockAt: JsonPath): Edit => {
  const value = withoutLine(text);
  return value === ""
    ? { kind: "body", by, do: "remove", path: blockAt }
    : { kind: "body", by, do: "set", path: textAt, value };
};

/** Whether bytes may hold the line; a quick look at each. */
export const mayHoldAttribution = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("x-anthropic-billing-header:");
