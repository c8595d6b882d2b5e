import type { DialectName } from "../../core/dialect-name.ts";
import type { Edit } from "../../core/edit.ts";
import { byMemory, type Decision } from "../../core/memory.ts";
import { type JsonObject, objectIn } from "../../lib/json.ts";
import { shrinkers } from "../shrinkers/index.ts";
import type { Lookup } from "../shrinkers/shrinker.ts";
import { applied } from "../shrinkers/steps.ts";
import { memberOf } from "../transcript/places.ts";
import { type PlacedPiece, type Transcript, textOf } from "../transcript/transcript.ts";

/** What goes out for a piece in the place of its text; null where that cannot be made any more. */
export const replacement = (
  transcript: Transcript,
  piece: PlacedPiece,
  { steps }: Decision,
  lookup: Lookup,
): string | null => {
  const text = piece.kind === "image" ? "" : textOf(transcript, piece);
  return text === null ? null : applied(text, steps, shrinkers, lookup);
};

/** The change that puts a text in the place of a piece. */
export const editFor = (transcript: Transcript, piece: PlacedPiece, text: string): Edit => ({
  kind: "body",
  by: byMemory,
  do: "set",
  path: [...transcript.pathOf(piece.entry), ...piece.path],
  value: piece.kind === "image" ? { ...textPart(transcript.dialect, text), ...markOf(transcript, piece) } : text,
});

/** The mark of a client's that the vendor keeps everything up to here stays where it was. */
const markOf = (transcript: Transcript, { entry, path }: PlacedPiece): JsonObject => {
  const part = path.reduce<unknown>((inner, step) => memberOf(inner, step), transcript.jsonOf(entry));
  const { cache_control: mark } = objectIn(part);
  return mark === undefined ? {} : { cache_control: mark };
};

/** A part of a message that is text, as each format spells it. */
const textPart = (dialect: DialectName, text: string): JsonObject => {
  if (dialect === "gemini") return { text };
  return { type: dialect === "openai-responses" ? "input_text" : "text", text };
};
