import type { Shared } from "../../core/shared.ts";
import type { Clock } from "../../lib/clock.ts";
import { seldom } from "../../lib/seldom.ts";
import type { Log } from "../logs/log.ts";
import { type AnswerCache, openAnswerCache } from "./index.ts";

/** What is kept waits so long to be written, in one go with what comes meanwhile. */
const writtenAfterMs = 250;

/** How often it is told that something cannot be kept: a disk that is full is so for every answer. */
const troubleEveryMs = 60_000;

/** The cache of a home; `file` null = nothing is written down. */
export const answerCacheIn = (
  file: string | null,
  { clock, shared, log }: { readonly clock: Clock; readonly shared: Shared; readonly log: Pick<Log, "write"> },
): AnswerCache =>
  openAnswerCache({
    ...{ file, shared, now: clock.now },
    later: (work) => setTimeout(work, writtenAfterMs).unref(),
    onTrouble: seldom((what) => log.write("error", "cache", { what }), troubleEveryMs, clock.tick),
  });
