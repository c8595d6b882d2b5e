import type { Counters } from "../../../core/shared.ts";
import type { OwnCounters } from "../alone.ts";
import { type Link, patientMs } from "./link.ts";
import { command, script } from "./questions.ts";

type Options = { readonly link: Link; readonly prefix: string; readonly now: () => number; readonly own: OwnCounters };

type Held = { readonly key: string; readonly id: string; readonly endsAt: number };

/** More seats than this are not told of when the others are back: leases end by themselves. */
const mostHeld = 10_000;

/** Seats that all daemons share; each also knows its own, so that it can go on alone. */
export const createSeats = ({ link, prefix, now, own }: Options): Pick<Counters, "enter" | "leave"> => {
  /** What this daemon holds; and what it has left without the others having heard of it. */
  const held = new Map<string, Held>();
  const left = new Map<string, Held>();
  const keyOf = (key: string): string => `${prefix}s:${key}`;
  const nameOf = (key: string, id: string): string => JSON.stringify([key, id]);
  const note = (seats: Map<string, Held>, seat: Held): void => {
    seats.set(nameOf(seat.key, seat.id), seat);
    for (const [oldest] of seats) {
      if (seats.size <= mostHeld) return;
      seats.delete(oldest);
    }
  };
  link.whenUp(() => {
    for (const { key, id } of left.values()) void link.ask(command("ZREM", keyOf(key), id), patientMs);
    left.clear();
    for (const [name, { key, id, endsAt }] of held) {
      if (endsAt <= now()) held.delete(name);
      else void link.ask(script("enter", [keyOf(key)], [Number.MAX_SAFE_INTEGER, id, endsAt - now()]), patientMs);
    }
  });
  return {
    enter: async (key, most, id, leaseMs) => {
      const reply = await link.ask(script("enter", [keyOf(key)], [most, id, leaseMs])).soon;
      const isIn = reply === null ? await own.enter(key, most, id, leaseMs) : Number(reply) === 1;
      if (!isIn) return false;
      if (reply !== null) await own.enter(key, Number.POSITIVE_INFINITY, id, leaseMs);
      left.delete(nameOf(key, id));
      note(held, { key, id, endsAt: now() + leaseMs });
      return true;
    },
    leave: async (key, id) => {
      held.delete(nameOf(key, id));
      await own.leave(key, id);
      const { soon, end } = link.ask(command("ZREM", keyOf(key), id));
      void end.then(({ type }) => {
        if (type === "undone") note(left, { key, id, endsAt: 0 });
      });
      await soon;
    },
  };
};
