import type { Measure } from "../../core/dialect.ts";
import type { MemoryMode, RewardProfile } from "../../core/memory.ts";
import type { ArmView, MemoryDesk, PolicyView } from "../../core/memory-view.ts";
import { armNames, goals } from "../../memory/learning/arms.ts";
import { rewardOf } from "../../memory/learning/bandit.ts";
import { originalId } from "../../memory/shrinkers/placeholder.ts";
import type { Memory } from "./index.ts";
import type { Learning } from "./learning.ts";
import type { Project } from "./learnt-text.ts";

type Parts = {
  readonly memory: Pick<Memory, "replay" | "originals">;
  readonly measure: Measure;
  readonly learning: Pick<Learning, "projects" | "open" | "reset">;
  /** How conversations are treated, and what is learned of it; null where no daemon runs. */
  readonly mode: () => MemoryMode | null;
  readonly policy: () => { readonly isOn: boolean; readonly profile: RewardProfile } | null;
};

/** Answers what people ask about what was left out. */
export const createMemoryDesk = ({ memory, measure, mode, ...rest }: Parts): MemoryDesk => {
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
    memoryPolicy: async () => policyView(rest),
    resetMemoryPolicy: async () => rest.learning.reset(),
    resetMemory: async ({ session, isDry }) => {
      const decided = replay.ofSession(session);
      const isDone = !isDry && !decided.isSealed && decided.edits > 0;
      if (isDone) replay.reset(session);
      return { isDone, ...decided };
    },
  };
};

const policyView = ({ learning, policy }: Pick<Parts, "learning" | "policy">): PolicyView => {
  const { isOn, profile } = policy() ?? { isOn: null, profile: null };
  const goal = profile === null ? null : goals[profile];
  const shown = ({ project, at, arms }: Project): PolicyView["projects"][number] => ({
    ...{ project, at },
    arms: armNames.flatMap((arm): ArmView[] => {
      const known = arms[arm];
      if (known === undefined) return [];
      return [{ arm, ...known, reward: goal?.arms.includes(arm) ? rewardOf(known, goal.lambda) : null }];
    }),
  });
  return { isOn, profile, arms: goal?.arms ?? [], open: learning.open(), projects: learning.projects().map(shown) };
};
