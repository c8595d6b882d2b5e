import { type OriginalStore, openOriginals } from "./originals.ts";
import { noReplay, openReplay, type ReplayStore } from "./replay.ts";

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
    opened ??= openedOrNone(() => openReplay(files.replay, now, onTrouble), files.replay, onTrouble);
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
      sums: () => store().sums(),
      close,
    },
    originals,
    close,
  };
};

/** Without its file nothing may be left out: after a restart nobody would know of it. */
const openedOrNone = (open: () => ReplayStore, file: string | null, onTrouble: (what: string) => void): ReplayStore => {
  try {
    return open();
  } catch (thrown) {
    onTrouble(`Cannot use ${file}: ${thrown instanceof Error ? thrown.message : "unknown"}. Nothing is left out.`);
    return noReplay;
  }
};

/** What can wait is done when a request has most likely gone on; nothing is kept waiting for it at the end. */
const later = (work: () => void): void => {
  setTimeout(work, 1000).unref();
};
