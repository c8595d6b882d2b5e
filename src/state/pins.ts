import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Pin } from "../core/pin.ts";
import { isObject, parsedJson, textOrNull } from "../lib/json.ts";
import { makePrivateFolder, writePrivate } from "../lib/private-file.ts";

/** A conversation's pin. */
export type SessionPin = Pin & {
  readonly session: string;
  /** Wall clock, when it was set. */
  readonly at: number;
};

/** Which conversations go where somebody has sent them; durable. A plan asks for the size first, which costs nothing. */
export type Pins = {
  readonly size: () => number;
  readonly of: (session: string) => Pin | null;
  readonly all: () => readonly SessionPin[];
  /** On the disk when it returns; throws where it cannot be. */
  readonly set: (session: string, pin: Pin) => void;
  /** The same; false where there was none. */
  readonly remove: (session: string) => boolean;
  /** These conversations are over. Never throws. */
  readonly forget: (sessions: readonly string[]) => void;
};

/** More than anybody sets by hand; the oldest goes. */
const mostPins = 500;

/** The pins of this file; null = they end with the daemon. A damaged file counts as none. */
export const openPins = (file: string | null, now: () => number): Pins => {
  let pins: ReadonlyMap<string, SessionPin> = new Map(
    (file === null ? [] : readPins(file)).map((pin) => [pin.session, pin] as const),
  );
  const change = (changed: readonly SessionPin[]): void => {
    const kept = changed.slice(-mostPins);
    if (file !== null) {
      makePrivateFolder(dirname(file));
      writePrivate(file, `${JSON.stringify(kept, null, 2)}\n`);
    }
    pins = new Map(kept.map((pin) => [pin.session, pin]));
  };
  const without = (gone: readonly string[]): readonly SessionPin[] =>
    [...pins.values()].filter(({ session }) => !gone.includes(session));
  return {
    size: () => pins.size,
    of: (session) => {
      const pin = pins.get(session);
      return pin === undefined ? null : { upstream: pin.upstream, model: pin.model };
    },
    all: () => [...pins.values()],
    set: (session, { upstream, model }) => change([...without([session]), { session, upstream, model, at: now() }]),
    remove: (session) => {
      if (!pins.has(session)) return false;
      change(without([session]));
      return true;
    },
    forget: (sessions) => {
      if (pins.size === 0 || !sessions.some((session) => pins.has(session))) return;
      try {
        change(without(sessions));
      } catch {
        // A disk that is full: nobody asks for them any more, and the next change writes what is left.
      }
    },
  };
};

/** The pins in a file, those that somebody can mean. */
export const readPins = (file: string): readonly SessionPin[] => {
  const list = existsSync(file) ? parsedJson(readFileSync(file, "utf8")) : [];
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    if (!isObject(one)) return [];
    const [session, upstream, at] = [textOrNull(one["session"]), textOrNull(one["upstream"]), one["at"]];
    if (session === null || upstream === null || typeof at !== "number") return [];
    return [{ session, upstream, model: textOrNull(one["model"]), at }];
  });
};
