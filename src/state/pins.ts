import type { Pin } from "../core/pin.ts";
import type { Board } from "../core/shared.ts";
import { type JsonObject, textOrNull } from "../lib/json.ts";
import { openPerSession, type PerSession, type SaidOf } from "./per-session.ts";
import { sharedPerSession } from "./shared/per-session.ts";

/** A conversation's pin. */
export type SessionPin = SaidOf<Pin>;

/** Which conversations go where somebody has sent them. */
export type Pins = Omit<PerSession<Pin>, "of"> & { readonly of: (session: string) => Pin | null };

/** The pins of this file; null = they end with the daemon. With a board they are those of all daemons. */
export const openPins = (file: string | null, now: () => number, board: Board | null = null): Pins => {
  const own = openPerSession<Pin>({ ...{ file, now }, read: readPin });
  const pins = board === null ? own : sharedPerSession(own, { board, topic: "pins", read: readPin });
  return {
    ...pins,
    of: (session) => {
      const pin = pins.of(session);
      return pin === null ? null : { upstream: pin.upstream, model: pin.model };
    },
    set: (session, { upstream, model }) => pins.set(session, { upstream, model }),
  };
};

const readPin = (entry: JsonObject): Pin | null => {
  const upstream = textOrNull(entry["upstream"]);
  return upstream === null ? null : { upstream, model: textOrNull(entry["model"]) };
};
