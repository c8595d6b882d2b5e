import type { Notice } from "../../src/core/notice.ts";
import type { Shared } from "../../src/core/shared.ts";
import { openStops } from "../../src/state/budgets/open.ts";
import type { SpentGroup, SpentQuestion } from "../../src/state/ledger/spent.ts";
import { createNotices } from "../../src/state/notices.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { stoppedClock } from "./exchange.ts";

type Parts = {
  readonly clock?: ReturnType<typeof stoppedClock>;
  readonly shared?: Shared;
  readonly file?: string | null;
  /** What the ledger has of before. */
  readonly spent?: (question: SpentQuestion) => Promise<readonly SpentGroup[]>;
};

/** What stops a daemon's requests, with nothing spent before and a clock that stands still. */
export const stopsWith = ({ clock = stoppedClock(), shared, file = null, spent = async () => [] }: Parts = {}) => {
  const notices = createNotices();
  const heard: Notice[] = [];
  notices.listen((notice) => void heard.push(notice));
  const together = shared ?? createAlone(clock.now);
  const stops = openStops({
    ...{ clock, notices, file, shared: together, random: Math.random },
    ledger: { spent },
    log: { write: () => undefined },
    audit: { note: () => undefined },
  });
  return { stops, heard, clock, shared: together };
};
