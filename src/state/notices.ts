import type { Notice } from "../core/notice.ts";

/** Where notices go: to every watcher, at once, without waiting for any. */
export type Notices = {
  readonly send: (notice: Notice) => void;
  /** Listens until the returned function is called. */
  readonly listen: (hear: (notice: Notice) => void) => () => void;
  readonly listeners: () => number;
};

/** A bus of notices. A listener that throws is dropped: it must not hurt traffic. */
export const createNotices = (): Notices => {
  const hearers = new Set<(notice: Notice) => void>();
  return {
    send: (notice) => {
      for (const hear of hearers) {
        try {
          hear(notice);
        } catch {
          hearers.delete(hear); // its connection is gone; the watch ends by itself
        }
      }
    },
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    listeners: () => hearers.size,
  };
};
