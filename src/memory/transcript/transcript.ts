import type { DialectName } from "../../core/dialect-name.ts";
import type { Entry, Piece, PieceCall } from "../../core/memory.ts";
import type { JsonPath } from "../../lib/json.ts";
import { keysOf } from "./keys.ts";
import { memberOf } from "./places.ts";

/** A conversation as a client sends it: what each of its entries is, and its own words where they are asked for. */
export type Transcript = {
  readonly dialect: DialectName;
  readonly entries: readonly Entry[];
  /** Where an entry stands in the body. */
  readonly pathOf: (entry: number) => JsonPath;
  /** An entry as the client wrote it; read when it is asked for. */
  readonly jsonOf: (entry: number) => unknown;
};

/** A piece with everything that says which one it is. */
export type PlacedPiece = Piece & {
  readonly key: string;
  /** The position of its entry. */
  readonly entry: number;
  /** The call that it is the result of; null where there is none. */
  readonly call: PieceCall | null;
};

/** The pieces of a conversation, in their order. */
export const placedPieces = ({ entries }: Pick<Transcript, "entries">): readonly PlacedPiece[] => {
  const keys = keysOf(entries);
  const calls = new Map<string, PieceCall>();
  return entries.flatMap((entry, at) => {
    for (const call of entry.calls) if (call.id !== null) calls.set(call.id, call);
    return entry.pieces.map((piece, position) => ({
      ...piece,
      key: keys[at]?.[position] ?? "",
      entry: at,
      call: piece.callId === null ? null : (calls.get(piece.callId) ?? null),
    }));
  });
};

/** The text of a piece, as the client wrote it; null for what is no text. */
export const textOf = (transcript: Transcript, { entry, path, kind }: PlacedPiece): string | null => {
  if (kind === "image") return null;
  const value = path.reduce<unknown>((inner, step) => memberOf(inner, step), transcript.jsonOf(entry));
  return typeof value === "string" ? value : null;
};

/**
 * The position of the first entry that has not gone out yet: behind the last word of the model's. A client resends what
 * the model said, so all before has been sent to somebody, and may be in the vendor's cache as it was.
 */
export const frontierOf = ({ entries }: Pick<Transcript, "entries">): number =>
  entries.findLastIndex(({ author }) => author === "model") + 1;
