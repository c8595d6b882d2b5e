import type { Edit } from "../../core/edit.ts";
import { byMemory } from "../../core/memory.ts";
import { isObject, parsedJson } from "../../lib/json.ts";
import { valueAt } from "../../lib/json-splice.ts";

/** The flag without which the field below is refused (platform.claude.com, preserved thinking). */
const flag = "thinking-binding-controls-2026-08-01";
const header = "anthropic-beta";

const blockBinding = { prefix_mismatch_behavior: "drop_block" };

/** What a request has to say so that the vendor lets thoughts go which no longer fit, and does not refuse it. */
export const letGo = (
  bytes: Uint8Array,
  headers: Headers,
): { readonly edit: Edit; readonly header: readonly [name: string, value: string] } => {
  const thinking = valueAt(bytes, ["thinking"]);
  const isThere = thinking !== null && isObject(parsedJson(new TextDecoder().decode(thinking)));
  const change = isThere
    ? { path: ["thinking", "block_binding"], value: blockBinding }
    : { path: ["thinking"], value: { type: "adaptive", block_binding: blockBinding } }; // as it is where nothing is said
  const flags = (headers.get(header) ?? "").split(",").flatMap((one) => one.trim() || []);
  return {
    edit: { kind: "body", by: byMemory, do: "set", ...change },
    header: [header, [...flags.filter((one) => one !== flag), flag].join(",")],
  };
};
