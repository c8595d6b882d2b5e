import type { Joining } from "../../core/session.ts";
import type { Found } from "./place.ts";

/** What has happened to sessions since the daemon started. */
export type SessionsView = {
  /** Used within the last hour, and not ended. */
  readonly active: number;
  readonly created: number;
  /** Forgotten, because nobody used them or there were too many. */
  readonly expired: number;
  /** Ended by a person. */
  readonly ended: number;
  /** Requests by how they came to their session; one that names its conversation is `explicit`, also the first. */
  readonly joined: Readonly<Record<Joining, number>>;
  /** Calls beside conversations. */
  readonly utility: number;
  /** Histories that were known, and those that were not. */
  readonly hits: number;
  readonly misses: number;
  /** New sessions a minute, over the last ten minutes or since the start. */
  readonly createdPerMinute: number;
};

/** Counts sessions. */
export type SessionCounts = {
  readonly joined: (found: Pick<Found, "joined" | "isKnown" | "hasHistory" | "isNew">) => void;
  readonly utility: () => void;
  readonly expired: (count: number) => void;
  readonly ended: () => void;
  readonly view: (active: number) => SessionsView;
};

const windowMs = 600_000;

/** New sessions are counted in steps of so much time: where each is a new one, their moments would be a list without end. */
const stepMs = 10_000;

/** Counts that begin at 0. */
export const countSessions = (now: () => number): SessionCounts => {
  const counts = { created: 0, expired: 0, ended: 0, utility: 0, hits: 0, misses: 0 };
  const by: Record<Joining, number> = { explicit: 0, continued: 0, forked: 0, compacted: 0, new: 0 };
  const startedAt = now();
  const created = new Map<number, number>();
  return {
    joined: ({ joined, isKnown, hasHistory, isNew }) => {
      by[joined]++;
      if (hasHistory) counts[isKnown ? "hits" : "misses"]++;
      if (!isNew) return;
      counts.created++;
      const step = Math.floor(now() / stepMs) * stepMs;
      created.set(step, (created.get(step) ?? 0) + 1);
      for (const at of created.keys()) if (step - at >= windowMs) created.delete(at);
    },
    utility: () => {
      counts.utility++;
    },
    expired: (count) => {
      counts.expired += count;
    },
    ended: () => {
      counts.ended++;
    },
    view: (active) => {
      const recent = [...created].reduce((sum, [at, count]) => sum + (now() - at < windowMs ? count : 0), 0);
      const minutes = Math.max(1, Math.min(windowMs, now() - startedAt) / 60_000);
      return { active, ...counts, joined: { ...by }, createdPerMinute: recent / minutes };
    },
  };
};
