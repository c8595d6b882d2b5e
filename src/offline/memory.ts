import { existsSync } from "node:fs";
import type { Paths } from "../config/paths.ts";
import type { MemoryDesk } from "../core/memory-view.ts";
import { makePrivateFolder } from "../lib/private-file.ts";
import { type Passage, passagesOf, type WithText } from "../memory/recall/passages.ts";
import { type Recalled, recall } from "../memory/recall/recall.ts";
import { measure } from "../meter/tokens/measure.ts";
import { createMemoryDesk } from "../state/memory/desk.ts";
import { openMemory } from "../state/memory/index.ts";
import { type Learning, openLearning } from "../state/memory/learning.ts";
import { openOriginals } from "../state/memory/originals.ts";

type Files = Pick<Paths, "home" | "replay" | "originals" | "learnt">;

const silent = (): void => undefined;

/** Does something with the files of a daemon that does not run. */
export const withMemoryFiles = async <Value>(
  { home, replay, originals, learnt }: Files,
  { now, makes }: { readonly now: () => number; readonly makes: boolean },
  work: (desk: MemoryDesk) => Promise<Value>,
): Promise<Value> => {
  if (makes) makePrivateFolder(home);
  const isThere = (file: string): string | null => (makes || existsSync(file) ? file : null);
  const memory = openMemory({ replay: isThere(replay), originals: isThere(originals) }, now, silent);
  try {
    const learning = learnedIn(isThere(learnt), now);
    return await work(createMemoryDesk({ memory, learning, measure, mode: () => null, policy: () => null }));
  } finally {
    memory.close();
  }
};

/** What was learned: to look at, and to forget. */
const learnedIn = (file: string | null, now: () => number): Learning =>
  openLearning({
    ...{ file, now, salt: () => "", random: () => 0, recallsOf: async () => 0 },
    ...{ later: silent, onTrouble: silent },
  });

/** What is looked through at most: so many characters, the latest first. */
const mostChars = 32_000_000;

/** What is wanted back of what was left out. */
export type Wanting = {
  readonly query: string;
  /** One conversation; null = all of this home. */
  readonly session: string | null;
  readonly limit: number;
  readonly minImportance: number;
  readonly decay: number;
  /** So many originals are looked through at most, the latest. */
  readonly mostOriginals: number;
};

/** A part of an original that was found, and where it comes from. */
export type Found = {
  readonly passage: Passage;
  readonly source: string;
  readonly session: string | null;
  readonly score: number;
};

/** Looks through what is kept in the files; done here and not by the daemon, whose requests would wait for it. */
export const recallFromFiles = async (
  { originals: file }: Pick<Paths, "originals">,
  { session, mostOriginals, ...wanted }: Wanting,
  now: () => number,
): Promise<readonly Found[]> => {
  if (!existsSync(file)) return [];
  const store = openOriginals({ file, now, later: silent, onTrouble: silent });
  try {
    const texts: WithText[] = [];
    let left = mostChars;
    for (const kept of await store.list({ session, limit: mostOriginals })) {
      const text = left > 0 ? await store.text(kept.id) : null;
      if (text === null) continue;
      left -= text.length;
      texts.push({ kept, text });
    }
    const passages = passagesOf(texts, measure);
    const found = recall(passages, { ...wanted, maxTokens: null, now: now() });
    return foundOf(found, passages, texts);
  } finally {
    store.close();
  }
};

const foundOf = (
  found: readonly Recalled[],
  passages: readonly Passage[],
  texts: readonly WithText[],
): readonly Found[] => {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const kept = new Map(texts.map(({ kept: one }) => [one.id, one]));
  return found.flatMap(({ block, score }) => {
    const passage = byId.get(block.id);
    const one = passage === undefined ? undefined : kept.get(passage.original);
    return passage === undefined || one === undefined
      ? []
      : [{ passage, score, source: one.source, session: one.session }];
  });
};
