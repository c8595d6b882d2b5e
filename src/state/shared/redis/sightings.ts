import type { Sighting, Sightings } from "../../../core/shared.ts";
import type { Link } from "./link.ts";
import { command, script } from "./questions.ts";

type Options = { readonly link: Link; readonly prefix: string };

/** More than so many at one place are not told apart. */
const mostAlike = 16;

/** Who was seen where, by any daemon. What cannot be written in time is not: who comes by next is seen again. */
export const createSightings = ({ link, prefix }: Options): Sightings => {
  const keyOf = (place: string): string => `${prefix}t:${place}`;
  return {
    first: async (places, own, ttlMs) => {
      const keys = [...places, own.place].map(keyOf);
      const reply = await link.ask(script("first", keys, [own.name, own.text, Math.ceil(ttlMs)])).soon;
      const [at, all]: readonly unknown[] = Array.isArray(reply) ? reply : [];
      const place = places[Number(at) - 1];
      return place === undefined || !Array.isArray(all) ? null : sightingsIn(place, all);
    },
    note: async (seen, ttlMs) => {
      if (seen.length === 0) return;
      const keys = seen.map(({ place }) => keyOf(place));
      const words = seen.flatMap(({ name, text }) => [name, text]);
      await link.ask(script("note", keys, [mostAlike, Math.ceil(ttlMs), ...words])).soon;
    },
    forget: async ({ place, name }) => {
      await link.ask(command("HDEL", keyOf(place), name)).soon;
    },
  };
};

const sightingsIn = (place: string, all: readonly unknown[]): readonly Sighting[] => {
  const seen: Sighting[] = [];
  for (let at = 0; at + 1 < all.length; at += 2) seen.push({ place, name: String(all[at]), text: String(all[at + 1]) });
  return seen;
};
