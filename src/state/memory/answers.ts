import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { OwnAnswers } from "../../core/own-call.ts";
import { once } from "../../lib/once.ts";
import { makePrivateFolder, writePrivate } from "../../lib/private-file.ts";

type Options = {
  /** Null = they are kept as long as the process lives. */
  readonly folder: string | null;
  readonly now: () => number;
  readonly keepMs?: number;
  readonly maxBytes?: number;
  /** Hears that the folder cannot be used; what is there goes on being used. */
  readonly onTrouble: (what: string) => void;
};

const usualKeepMs = 30 * 86_400_000;
const usualMaxBytes = 16 * 1024 * 1024;

/** Keys are names of files. */
const keyShape = /^[\w-]{1,120}$/;

/** What was answered once, with its size and its age. */
type Kept = { text: string | null; readonly at: number; readonly bytes: number };

/**
 * Answers that models gave to questions of ours, a file each, which only their owner can read. The folder is looked at
 * when it is first asked for; what is too old or too much goes, the oldest first.
 */
export const openAnswers = ({ folder, now, onTrouble, ...limits }: Options): OwnAnswers => {
  const { keepMs = usualKeepMs, maxBytes = usualMaxBytes } = limits;
  const guarded = <Value>(value: () => Value, otherwise: Value): Value => {
    try {
      return value();
    } catch (thrown) {
      onTrouble(codeOf(thrown));
      return otherwise;
    }
  };
  const kept = once(() => guarded(() => listed(folder), new Map<string, Kept>()));
  const drop = (key: string): void => {
    kept().delete(key);
    if (folder !== null) guarded(() => rmSync(fileOf(folder, key), { force: true }), undefined);
  };
  const sweep = (): void => {
    for (const [key, { at }] of kept()) if (at + keepMs < now()) drop(key);
    let bytes = [...kept().values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [key, one] of kept()) {
      if (bytes <= maxBytes) return;
      bytes -= one.bytes;
      drop(key);
    }
  };
  return {
    get: (key) => {
      const found = kept().get(key);
      if (found === undefined || found.at + keepMs < now()) return null;
      if (found.text === null && folder !== null)
        found.text = guarded(() => readFileSync(fileOf(folder, key), "utf8"), null);
      return found.text;
    },
    put: (key, text) => {
      if (!keyShape.test(key)) throw new Error("A key is no name of a file.");
      kept().delete(key); // so that it is the latest
      kept().set(key, { text, at: now(), bytes: Buffer.byteLength(text) });
      if (folder !== null)
        guarded(() => {
          makePrivateFolder(folder);
          writePrivate(fileOf(folder, key), text);
        }, undefined);
      sweep();
    },
  };
};

const ending = ".txt";

const fileOf = (folder: string, key: string): string => join(folder, key + ending);

/** What is in the folder, the oldest first. */
const listed = (folder: string | null): Map<string, Kept> => {
  if (folder === null || !existsSync(folder)) return new Map();
  chmodSync(folder, 0o700);
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  const found = names.map((name) => {
    const { mtimeMs: at, size: bytes } = statSync(join(folder, name));
    return [name.slice(0, -ending.length), { text: null, at, bytes }] as const;
  });
  return new Map(found.sort(([, a], [, b]) => a.at - b.at));
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown";
