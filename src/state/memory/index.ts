import type { Originals } from "../../core/memory.ts";
import { openReplay, type ReplayStore } from "./replay.ts";

/** What is kept of what was left out of conversations. */
export type Memory = {
  /** Opened when it is first asked something: many never are. */
  readonly replay: ReplayStore;
  readonly originals: Originals;
  readonly close: () => void;
};

/** Opens the stores of one home; without files they last as long as the process. */
export const openMemory = (
  files: { readonly replay: string | null },
  now: () => number,
  onTrouble: (what: string) => void,
): Memory => {
  let opened: ReplayStore | null = null;
  const store = (): ReplayStore => {
    opened ??= openReplay(files.replay, now, onTrouble);
    return opened;
  };
  const close = (): void => opened?.close();
  return {
    replay: {
      read: (keys) => store().read(keys),
      write: (decisions) => store().write(decisions),
      hasAny: () => store().hasAny(),
      close,
    },
    originals: { keep: () => Promise.resolve() },
    close,
  };
};
