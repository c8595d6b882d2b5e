import type { Paths } from "../config/paths.ts";
import { readSession, readSessionSums } from "../state/ledger/unopened.ts";
import { openOverrides } from "../state/memory/overrides.ts";
import { openPins } from "../state/pins.ts";
import { readSessions } from "../state/sessions/unopened.ts";
import {
  type Beside,
  latestOf,
  type SessionDetail,
  type SessionView,
  sessionDetail,
  sessionViews,
} from "../state/sessions/view.ts";

/** The sessions that the files of a daemon tell of that does not run. Throws `ledger_unreadable`. */
export const sessionsWithoutDaemon = (
  paths: Paths,
  { now, ...listed }: { readonly since: number; readonly limit: number; readonly now: number },
): readonly SessionView[] => {
  const known = readSessions(paths.memory, now);
  const sums = readSessionSums(paths.ledger, { ...listed, also: latestOf(known, listed).map(({ id }) => id) });
  return sessionViews(known, sums, listed, besideIn(paths));
};

/** One of them with its requests; null where the files do not know it. */
export const sessionWithoutDaemon = (paths: Paths, id: string, now: number): SessionDetail | null => {
  const known = readSessions(paths.memory, now).find((session) => session.id === id) ?? null;
  return sessionDetail(id, known, readSession(paths.ledger, id), besideIn(paths));
};

const besideIn = ({ pins, overrides }: Paths): Beside => {
  const { of } = openOverrides(overrides, Date.now);
  return {
    windowOf: () => null,
    pinOf: openPins(pins, Date.now).of,
    modeOf: (session) => of(session)?.mode ?? null,
  };
};
