import type { Originals } from "../../core/memory.ts";
import { once } from "../../lib/once.ts";
import { openReplay, type ReplayStore } from "./replay.ts";

/** What is kept of what was left out of conversations. */
export type Memory = {
  /** Opened when it is first asked for. */
  readonly replay: () => ReplayStore;
  readonly originals: Originals;
};

/** Opens the stores of one home; without files they last as long as the process. */
export const openMemory = (files: { readonly replay: string | null }, now: () => number): Memory => ({
  replay: once(() => openReplay(files.replay, now)),
  originals: { keep: () => Promise.resolve() },
});
