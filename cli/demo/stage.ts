import type { RequestSummary } from "../../src/core/notice.ts";
import type { Ask, Seen, Send } from "./programs/http.ts";

/** One line of the demo: the daemon's row of a request and what its program made of it. */
export type Played = { readonly seen: Seen; readonly did: string; readonly row: RequestSummary };

/** What a scene works with. */
export type Stage = {
  /** Sends a request; `tell` says what the model did, for the line that is printed. */
  readonly play: (ask: Ask, tell: (seen: Seen) => string) => Promise<Seen>;
  /** Lets so many seconds pass, fewer in a quick show: a tool that runs, a person who reads. */
  readonly pause: (seconds: number) => Promise<void>;
  /** Whether nothing new is to begin. */
  readonly isOver: () => boolean;
  /** A number that nobody had before: conversations must not look like earlier ones. */
  readonly next: () => number;
  /** Switches the upstream while answers are under way. */
  readonly switchTo: (name: string) => Promise<void>;
};

/** A few requests that belong together. */
export type Scene = (stage: Stage) => Promise<void>;

/** Brings each request's row and what its program saw together, in whichever order they come. */
export type Desk = {
  readonly play: Stage["play"];
  readonly hear: (row: RequestSummary) => void;
  /** Requests whose row has not come yet. */
  readonly waiting: () => readonly string[];
  readonly played: () => readonly Played[];
  readonly seen: () => readonly Seen[];
};

/** A desk that sends with `send` and calls back for each request that is complete. */
export const createDesk = (send: Send, onPlayed: (played: Played) => void): Desk => {
  const rows = new Map<string, RequestSummary>();
  const open = new Map<string, Omit<Played, "row">>();
  const played: Played[] = [];
  const seen: Seen[] = [];
  const settle = (id: string): void => {
    const row = rows.get(id);
    const half = open.get(id);
    if (row === undefined || half === undefined) return;
    open.delete(id);
    rows.delete(id);
    const whole = { ...half, row };
    played.push(whole);
    onPlayed(whole);
  };
  return {
    play: async (ask, tell) => {
      const saw = await send(ask);
      seen.push(saw);
      if (saw.id !== null) {
        open.set(saw.id, { seen: saw, did: tell(saw) });
        settle(saw.id);
      }
      return saw;
    },
    hear: (row) => {
      if (played.some(({ row: known }) => known.id === row.id)) return;
      rows.set(row.id, row);
      settle(row.id);
    },
    waiting: () => [...open.keys()],
    played: () => played,
    seen: () => seen,
  };
};
