import type { Availabilities } from "../../availability/index.ts";
import type { Caller } from "../../core/caller.ts";
import type { Board, Shared } from "../../core/shared.ts";
import { once } from "../../lib/once.ts";
import { openAvailability } from "../availability.ts";
import type { AnswerCache } from "../cache/index.ts";
import { answerCacheIn } from "../cache/open.ts";
import { createCallers } from "../callers.ts";
import type { Log } from "../logs/log.ts";
import { createNotices, type Notices } from "../notices.ts";
import type { StateOptions } from "../options.ts";
import { newSalt, saltIn } from "../sessions/salt.ts";
import { openStays, type Stays } from "../stays.ts";
import type { Tally } from "../tally.ts";
import type { Upstreams } from "../upstreams.ts";
import type { Daemons } from "./daemons.ts";
import { openShared } from "./index.ts";
import { sharedUpstreams } from "./upstreams.ts";

/** What several daemons know together; one that is alone knows it by itself. */
export type Together = {
  readonly shared: Shared;
  /** Who else does. */
  readonly daemons: Daemons;
  /** Resolves when it was tried to be one with the other daemons: at once where there are none, else within seconds. */
  readonly joined: Promise<void>;
  /** A secret of this installation. */
  readonly secret: () => string;
  /** Tells who sends a request. */
  readonly callerOf: (request: Request) => Caller;
  /** Answers that are kept to be given again. */
  readonly answerCache: AnswerCache;
  readonly notices: Notices;
  /** Which upstreams can be asked. */
  readonly availability: Availabilities;
  readonly stays: Stays;
};

/** What several daemons know together, and by whose secret. */
export const togetherIn = (
  { paths, clock, run, store, isKept = true }: StateOptions,
  log: Log,
  tally: Pick<Tally, "forget">,
): Together => {
  const { shared, daemons, joined } = openShared(isKept ? store : undefined, {
    now: clock.now,
    run,
    log,
    salt: paths.salt,
  });
  const notices = createNotices();
  const secret = once(isKept ? () => saltIn(paths.salt) : newSalt);
  const answerCache = answerCacheIn(isKept ? paths.cache : null, { clock, shared, log });
  return {
    ...{ shared, daemons, joined, secret, answerCache, notices },
    callerOf: createCallers(secret),
    availability: openAvailability({ clock, shared, log, notices, onUp: tally.forget }),
    stays: openStays(shared.board, clock.now),
  };
};

/** Whether there are others. */
export const isTogether = (shared: Shared): boolean => shared.standing().state !== "alone";

/** Upstreams that follow where other daemons were sent; what a flag says at the start is newer than what was said before. */
export const followed = (
  own: Upstreams,
  board: Board,
  { clock: { now }, startedBy }: StateOptions,
  { log, notices }: { readonly log: Pick<Log, "write">; readonly notices: Notices },
): Upstreams =>
  sharedUpstreams(own, {
    ...{ board, now, since: startedBy === "flag" ? now() : null },
    onFollowed: (from, to) => {
      log.write("info", "another daemon has switched the upstream", { from, to });
      notices.send({ type: "upstream-switched", from, to });
    },
    onUnknown: (name) => log.write("warn", "other daemons have an upstream that is not known here", { upstream: name }),
  });
