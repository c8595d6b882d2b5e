import { type MemoryMode, type ModeChoice, memoryModes } from "../../core/memory.ts";

/** A say in the mode, and in a few words where it was said. */
export type ModeSay = Omit<ModeChoice, "by">;

/** Who has said how a conversation is treated; null = nothing. */
export type ModeSays = {
  readonly header: ModeSay | null;
  readonly session: ModeSay | null;
  readonly route: ModeSay | null;
  readonly upstream: ModeSay | null;
  readonly learned: ModeSay | null;
  readonly setting: ModeSay;
};

/** What was said by no more than one has to be asked for: the others are known. */
const order = ["header", "session", "route", "upstream", "learned", "setting"] as const;

/**
 * How a conversation is treated: the nearest say counts. Where the setting says off nobody else is asked: there has to be
 * one place that ends it for all.
 */
export const chosenMode = (says: ModeSays): ModeChoice => {
  if (says.setting.mode === "off") return { ...says.setting, by: "stopped" };
  for (const by of order) {
    const say = says[by];
    if (say !== null) return { ...say, by };
  }
  return { ...says.setting, by: "setting" };
};

/** The mode of a word; null = it is none. */
export const modeNamed = (word: string): MemoryMode | null => memoryModes.find((mode) => mode === word) ?? null;
