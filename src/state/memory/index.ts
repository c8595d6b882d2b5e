import { type OriginalStore, openOriginals } from "./originals.ts";
import { openReplay, type ReplayStore } from "./replay.ts";

/** What is kept of what was left out of conversations. */
export type Memory = {
  /** Opened when it is first asked something: many never are. */
  readonly replay: ReplayStore;
  /** The same. */
  readonly originals: OriginalStore;
  readonly close: () => void;
};

/** Opens the stores of one home; without files they last as long as the process. */
export const openMemory = (
  files: { readonly replay: string | null; readonly originals: string | null },
  now: () => number,
  onTrouble: (what: string) => void,
): Memory => {
  let opened: ReplayStore | null = null;
  const store = (): ReplayStore => {
    opened ??= openReplay(files.replay, now, onTrouble);
    return opened;
  };
  const originals = openOriginals({ file: files.originals, now, later, onTrouble });
  const close = (): void => {
    opened?.close();
    originals.close();
  };
  return {
    replay: {
      read: (keys) => store().read(keys),
      write: (decisions) => store().write(decisions),
      hasAny: () => store().hasAny(),
      belong: (made, session) => store().belong(made, session),
      ofSession: (session) => store().ofSession(session),
      reset: (session) => store().reset(session),
      close,
    },
    originals,
    close,
  };
};

/** What can wait is done when a request has most likely gone on; nothing is kept waiting for it at the end. */
const later = (work: () => void): void => {
  setTimeout(work, 1000).unref();
};
