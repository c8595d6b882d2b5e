import type { Pin } from "../core/pin.ts";
import { textOrNull } from "../lib/json.ts";
import { openPerSession, type PerSession, type SaidOf } from "./per-session.ts";

/** A conversation's pin. */
export type SessionPin = SaidOf<Pin>;

/** Which conversations go where somebody has sent them. */
export type Pins = Omit<PerSession<Pin>, "of"> & { readonly of: (session: string) => Pin | null };

/** The pins of this file; null = they end with the daemon. */
export const openPins = (file: string | null, now: () => number): Pins => {
  const pins = openPerSession<Pin>({
    ...{ file, now },
    read: (entry) => {
      const upstream = textOrNull(entry["upstream"]);
      return upstream === null ? null : { upstream, model: textOrNull(entry["model"]) };
    },
  });
  return {
    ...pins,
    of: (session) => {
      const pin = pins.of(session);
      return pin === null ? null : { upstream: pin.upstream, model: pin.model };
    },
    set: (session, { upstream, model }) => pins.set(session, { upstream, model }),
  };
};
