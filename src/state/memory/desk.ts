import type { Measure } from "../../core/dialect.ts";
import type { MemoryMode } from "../../core/memory.ts";
import type { MemoryDesk } from "../../core/memory-view.ts";
import { originalId } from "../../memory/shrinkers/placeholder.ts";
import type { Memory } from "./index.ts";

type Parts = {
  readonly memory: Pick<Memory, "replay" | "originals">;
  readonly measure: Measure;
  /** How conversations are treated; null where no daemon runs. */
  readonly mode: () => MemoryMode | null;
};

/** Answers what people ask about what was left out. */
export const createMemoryDesk = ({ memory, measure, mode }: Parts): MemoryDesk => {
  const { replay, originals } = memory;
  return {
    memories: (asked) => originals.list(asked),
    memory: async ({ id }) => {
      const kept = await originals.find(id);
      if (kept === null || kept === "gone") return { state: kept ?? "unknown" };
      const text = await originals.text(id);
      if (text === null) return { state: "gone" };
      await originals.recalled(id);
      return { state: "kept", memory: { ...kept, timesRecalled: kept.timesRecalled + 1 }, text };
    },
    memoriesRecalled: async ({ ids }) => {
      for (const id of ids) await originals.recalled(id);
      return { counted: ids.length };
    },
    rememberMemory: async ({ text, session }) => {
      const id = originalId(text);
      const note = { id, text, source: "note", entry: null, tokens: measure(text), importance: 1 };
      await originals.keep([note]);
      if (session !== null) await originals.belong([id], session);
      await originals.pin(id, true);
      return { id };
    },
    pinMemory: async ({ id, isPinned }) => ({ isKept: await originals.pin(id, isPinned) }),
    forgetMemories: (which) => originals.forget(which),
    memoryStats: async () => ({ mode: mode(), ...(await originals.figures()), ...replay.sums() }),
    resetMemory: async ({ session, isDry }) => {
      const decided = replay.ofSession(session);
      const isDone = !isDry && !decided.isSealed && decided.edits > 0;
      if (isDone) replay.reset(session);
      return { isDone, ...decided };
    },
  };
};
