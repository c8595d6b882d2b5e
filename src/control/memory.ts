import type { MemoryDesk } from "../core/memory-view.ts";
import type { Handlers } from "./contract.ts";
import type { Engine } from "./engine.ts";

/** The calls about what was left out of conversations. */
export const memoryHandlers = ({
  memory,
  audit,
}: Pick<Engine, "memory" | "audit">): Pick<Handlers, keyof MemoryDesk> => ({
  ...memory,
  forgetMemories: async (which) => {
    const told = await memory.forgetMemories(which);
    if (told.forgotten > 0) audit.note("memories-forgotten", "control", { which: which.which, count: told.forgotten });
    return told;
  },
  resetMemoryPolicy: async (ask) => {
    const told = await memory.resetMemoryPolicy(ask);
    if (told.projects > 0) audit.note("memory-policy-reset", "control", told);
    return told;
  },
  resetMemory: async (ask) => {
    const told = await memory.resetMemory(ask);
    if (told.isDone) audit.note("memory-reset", "control", { edits: told.edits }, ask.session);
    return told;
  },
});
