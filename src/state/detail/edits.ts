import type { Change, Forwarded } from "../../core/memory.ts";
import type { ShownEdit } from "../../core/request-detail.ts";
import { type JsonPath, parsedJson } from "../../lib/json.ts";
import { redacted } from "../../lib/redact.ts";
import { memberOf } from "../../memory/transcript/places.ts";

/** So many pieces are shown of one request, and so much of the text of each, and of all of them, in UTF-16 units. */
const most = { edits: 100, text: 16_000, texts: 400_000 } as const;

/** What went out other than it came; what the client sent in its place is read from its body, where that is kept. */
export const shownEdits = (forwarded: Forwarded | null, body: Uint8Array | null): readonly ShownEdit[] => {
  const changes = forwarded?.changes ?? [];
  if (changes.length === 0) return [];
  const json = body === null ? null : readable(body);
  const edited = changes.slice(0, most.edits);
  const length = Math.min(most.text, Math.floor(most.texts / edited.length));
  return edited.map((change) => shown(change, textAt(json, change.path), length));
};

const shown = (
  { source, by, before, after, text, isBatched }: Change,
  sent: string | null,
  length: number,
): ShownEdit => ({
  ...{ source: redacted(source), by, before, after, isBatched },
  ids: [...new Set(text.match(originals) ?? [])],
  sent: sent === null ? null : redacted(sent.slice(0, length)),
  went: redacted(text.slice(0, length)),
  isWhole: Math.max(sent?.length ?? 0, text.length) <= length,
});

/** The names of originals, as they stand in what is sent in their place. */
const originals = /\bm_[a-z0-9]{4,16}\b/g;

/** Null where it is no plain JSON. */
const readable = (body: Uint8Array): unknown => {
  try {
    return parsedJson(new TextDecoder().decode(body));
  } catch {
    return null;
  }
};

const textAt = (json: unknown, path: JsonPath): string | null => {
  const value = path.reduce<unknown>((inner, step) => memberOf(inner, step), json);
  return typeof value === "string" ? value : null;
};
