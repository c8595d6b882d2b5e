import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { syncFolder } from "../lib/private-file.ts";

/** What a person has chosen and expects to find again. */
export type Choices = { readonly upstream: string | null; readonly previousUpstream: string | null };

/** The store of choices behind `switch-upstream`. */
export type ChoiceStore = {
  readonly read: () => Choices;
  /** On the disk when it resolves. */
  readonly write: (choices: Choices) => Promise<void>;
};

/**
 * Choices in `state.json`, a `conf` store. Reading is plain JSON, because loading conf takes 50 ms and every start
 * reads; writing goes through conf, which is atomic and durable.
 */
export const choiceStore = (file: string): ChoiceStore => ({
  read: () => {
    const stored = existsSync(file) ? readJson(file) : {};
    return { upstream: textOf(stored["upstream"]), previousUpstream: textOf(stored["previousUpstream"]) };
  },
  write: async (choices) => {
    const { default: Conf } = await import("conf");
    const store = new Conf({
      cwd: dirname(file),
      configName: basename(file, extname(file)),
      configFileMode: 0o600,
      clearInvalidConfig: true,
    });
    store.set({ ...choices });
    syncFolder(dirname(file)); // conf has written and renamed; the name itself must last too
  },
});

/** Choices that end with the daemon. */
export const choicesInMemory = (): ChoiceStore => {
  let kept: Choices = { upstream: null, previousUpstream: null };
  return {
    read: () => kept,
    write: async (choices) => {
      kept = choices;
    },
  };
};

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A damaged file counts as no choices: the daemon starts on its configured upstream and the next switch rewrites it. */
const readJson = (file: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
