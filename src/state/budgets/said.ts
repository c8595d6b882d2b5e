import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Amounts } from "../../core/budget.ts";
import type { Board } from "../../core/shared.ts";
import { isObject, parsedJson } from "../../lib/json.ts";
import { makePrivateFolder, writePrivate } from "../../lib/private-file.ts";

/** What a person has allowed on top of a sum: amounts, and requests of unknown cost. */
export type Allowance = Amounts & { readonly unknown?: number };

/** What people have said of sums, sessions and runs: what more may be spent, and what is enough. Everybody has it at hand. */
export type SaidOfBudgets = {
  readonly allowed: (key: string) => Allowance;
  readonly isStopped: (name: string) => boolean;
  readonly stopped: () => readonly string[];
  /** Whether anything may be stopped; costs nothing. */
  readonly hasStopped: () => boolean;
  readonly allow: (key: string, more: Allowance, ttlMs: number) => Promise<void>;
  readonly stop: (name: string) => Promise<void>;
  /** Lets it go on; false where it was not stopped. */
  readonly release: (name: string) => Promise<boolean>;
  /** Takes back what was allowed. */
  readonly take: (key: string) => Promise<void>;
};

type Options = {
  readonly board: Board;
  /** Null = it ends with the daemon. A damaged file counts as none. */
  readonly file: string | null;
  readonly now: () => number;
  readonly onTrouble: (what: string) => void;
};

const topics = { allowed: "budget-allowed", stopped: "budget-stopped" } as const;

/** Who stops a run or a session means that one; nothing is stopped for ever. */
const stoppedMs = 30 * 86_400_000;

/** More than anybody says. */
const most = 1000;

type Entry = {
  readonly topic: keyof typeof topics;
  readonly key: string;
  readonly value: string;
  readonly endsAt: number;
};

/** What the file holds, and what is said from now on. */
export const openSaid = ({ board, file, now, onTrouble }: Options): SaidOfBudgets => {
  const entries = new Map<string, Entry>();
  const put = async (entry: Entry): Promise<void> => {
    entries.set(`${entry.topic} ${entry.key}`, entry);
    await board.write(topics[entry.topic], entry.key, entry.value, entry.endsAt - now());
  };
  const save = (): void => {
    if (file === null) return;
    try {
      makePrivateFolder(dirname(file));
      const kept = [...entries.values()].filter(({ endsAt }) => endsAt > now()).slice(-most);
      writePrivate(file, `${JSON.stringify(kept, null, 2)}\n`);
    } catch (thrown) {
      onTrouble(`what was allowed is not kept: ${thrown instanceof Error ? thrown.name : "unknown"}`);
    }
  };
  const remove = async (topic: keyof typeof topics, key: string): Promise<void> => {
    entries.delete(`${topic} ${key}`);
    await board.write(topics[topic], key, null, null);
    save();
  };
  const names = new Set(board.read(topics.stopped).keys());
  board.listen(topics.stopped, (name, value) => void (value === null ? names.delete(name) : names.add(name)));
  followOthers(board, entries, save);
  const stopped = (): ReadonlyMap<string, string> => board.read(topics.stopped);
  for (const entry of readEntries(file)) if (entry.endsAt > now()) void put(entry);
  return {
    allowed: (key) => allowanceIn(board.read(topics.allowed).get(key)),
    isStopped: (name) => stopped().has(name),
    stopped: () => [...stopped().keys()],
    hasStopped: () => names.size > 0,
    allow: async (key, more, ttlMs) => {
      const before = allowanceIn(board.read(topics.allowed).get(key));
      await put({ topic: "allowed", key, value: JSON.stringify(together(before, more)), endsAt: now() + ttlMs });
      save();
    },
    stop: async (name) => {
      await put({ topic: "stopped", key: name, value: "1", endsAt: now() + stoppedMs });
      save();
    },
    release: async (name) => {
      const was = stopped().has(name);
      if (was) await remove("stopped", name);
      return was;
    },
    take: (key) => remove("allowed", key),
  };
};

/** What others say of the same counts: else a restart would bring back for everybody what was said here before. */
const followOthers = (board: Board, entries: Map<string, Entry>, save: () => void): void => {
  const heard = (id: string, value: string | null): void => {
    const entry = entries.get(id);
    if (entry === undefined || entry.value === value) return;
    if (value === null) entries.delete(id);
    else entries.set(id, { ...entry, value });
    save();
  };
  for (const topic of ["allowed", "stopped"] as const)
    board.listen(topics[topic], (key, value) => heard(`${topic} ${key}`, value));
};

const together = (one: Allowance, other: Allowance): Allowance => {
  const sum: Record<string, number> = { ...one };
  for (const [unit, amount] of Object.entries(other)) sum[unit] = (sum[unit] ?? 0) + amount;
  return sum;
};

const allowanceIn = (text: string | undefined): Allowance => {
  const json = text === undefined ? null : parsedJson(text);
  if (!isObject(json)) return {};
  return Object.fromEntries(Object.entries(json).filter(([, amount]) => Number.isSafeInteger(amount)));
};

const readEntries = (file: string | null): readonly Entry[] => {
  if (file === null || !existsSync(file)) return [];
  const json = parsedJson(readFileSync(file, "utf8"));
  return Array.isArray(json) ? json.filter(isEntry) : [];
};

const isEntry = (value: unknown): value is Entry =>
  isObject(value) &&
  (value["topic"] === "allowed" || value["topic"] === "stopped") &&
  typeof value["key"] === "string" &&
  typeof value["value"] === "string" &&
  typeof value["endsAt"] === "number";
