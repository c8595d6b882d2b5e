import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { isObject } from "../../../src/lib/json.ts";
import type { Spoken } from "./spoken.ts";

/** What belongs to the client or the model, whatever it looks like. */
const opaque: ReadonlySet<string> = new Set(["input", "input_schema", "schema"]);

/** Where a text is short for a list of one text block. */
const isContent = (name: string, { type }: { readonly [name: string]: unknown }): boolean =>
  name === "system" || (name === "content" && (type === undefined || type === "tool_result"));

const normal = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(normal);
  if (!isObject(json)) return json;
  const entries = Object.entries(json).flatMap(([name, value]): [string, unknown][] => {
    if (value === null) return []; // says nothing
    if ((name === "stream" || name === "is_error") && value === false) return []; // what is meant without them, too
    if (opaque.has(name)) return [[name, value]];
    const inside = isContent(name, json) && typeof value === "string" ? [{ type: "text", text: value }] : normal(value);
    const isEmpty = Array.isArray(inside) && (inside.length === 0 || value === "");
    return isEmpty && name !== "messages" ? [] : [[name, inside]]; // no system, no tools, a result without content
  });
  return Object.fromEntries(entries);
};

export const spokenAnthropic: Spoken = {
  dialect: anthropic,
  normal,
  exactStreams: 70,
  beside: {
    cache_control: "where the client wants the cache to end, on anything",
    type: "which of the vendor's tools or blocks it is, where the words only know a tool",
    output_format: "not the object that it should be",
    metadata: "who the client says it is",
    anthropic_version: "of resellers, who want it in the body",
    max_uses: "settings of the vendor's own tools",
    display_height_px: "the same",
    display_width_px: "the same",
    defer_loading: "a tool that is only searched for",
    context_management: "edits that the vendor makes, and has made",
    mcp_servers: "whom the vendor asks",
    server_name: "which of them",
    container: "where the vendor runs code",
    citations: "of documents, and of what was found",
    caller: "a program of the vendor's that calls the client's tool",
    "usage.service_tier": "terms",
    "usage.inference_geo": "terms",
    "usage.server_tool_use.web_fetch_requests": "not billed",
    "usage.iterations": "the parts of the sums",
    stop_details: "of refusals",
  },
  besideInStreams: {
    "message.container": "where the vendor runs code",
    "delta.container": "the same",
    "delta.stop_details": "of refusals",
  },
};
