import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { withoutSetting, withSetting } from "../config/edit.ts";
import { readHistory, recorded, type Step, stepBack, stepForward, writeHistory } from "../config/history.ts";
import { checkValue, loadConfig } from "../config/layers/load.ts";
import type { Paths } from "../config/paths.ts";
import { readConfig, readText } from "../config/read.ts";
import type { SettingName } from "../config/schema.ts";
import { configTemplate } from "../config/template.ts";
import { ProxyError } from "../core/errors.ts";
import { takeLock } from "../lib/lock.ts";
import { makePrivateFolder, writePrivate } from "../lib/private-file.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a change goes and who makes it. */
export type Place = {
  readonly paths: Paths;
  readonly env: Environment;
  /** The config.yaml that is meant. */
  readonly file: string;
  readonly now: number;
};

/** Writes one value into config.yaml, whose comments and order stay. What would not be valid changes nothing. */
export const saveSetting = async (place: Place, name: SettingName, text: string): Promise<unknown> => {
  const value = checkValue(name, text);
  await alone(place, () =>
    save(
      place,
      edited(place, (before) => withSetting(before, name, value)),
      `set ${name}`,
    ),
  );
  return value;
};

/** Takes a setting out of config.yaml; whether it was there. */
export const unsetSetting = (place: Place, name: SettingName): Promise<boolean> =>
  alone(place, () => {
    const before = textOf(place);
    const after = edited(place, (text) => withoutSetting(text, name));
    if (after === before) return false;
    save(place, after, `unset ${name}`);
    return true;
  });

/**
 * Puts another text in the place of the file's. Throws `config_invalid` where it is not valid, and `cannot_write` where
 * the file does not hold `seen` any more, because somebody else has written it meanwhile.
 */
export const saveText = (place: Place, text: string, what: string, seen: string | null = null): Promise<void> =>
  alone(place, () => {
    if (seen !== null && seen !== textOf(place))
      throw new ProxyError("cannot_write", `${place.file} was changed by somebody else meanwhile.`, {
        hint: "Look at it, then try again.",
      });
    save(place, text, what);
  });

/** What a step back or forward would do; null when there is none. */
export const nextStep = ({ paths, file }: Place, way: Way, text: string): Step | null =>
  steps[way](readHistory(paths.history), file, text);

/** Which way to step. */
export type Way = "undo" | "redo";

const steps = { undo: stepBack, redo: stepForward } as const;

/** Takes the step; null when somebody else was faster and it is another one now. */
export const takeStep = (place: Place, way: Way, expected: Step): Promise<Step | null> =>
  alone(place, () => {
    const { paths, file } = place;
    const step = nextStep(place, way, textOf(place));
    if (step === null || step.text !== expected.text || step.isForeign !== expected.isForeign) return null;
    checkText(file, step.text);
    writeHistory(paths.history, step.history);
    writePrivate(file, step.text);
    return step;
  });

/** What the file holds; what a first start would write where there is none. */
export const textOf = ({ file }: Pick<Place, "file">): string => readText(file) ?? configTemplate();

/** Text that is no YAML cannot be edited; reading it says in which line. */
const edited = (place: Place, edit: (text: string) => string): string => {
  try {
    return edit(textOf(place));
  } catch (thrown) {
    readConfig(place.file, place.env, {});
    throw thrown;
  }
};

/** The history first: what it has too much is seen and passed over, what it lacked would be gone. */
const save = (place: Place, text: string, what: string): void => {
  const { paths, file, now } = place;
  checkText(file, text);
  const before = textOf(place);
  if (before !== text)
    writeHistory(paths.history, recorded(readHistory(paths.history), { at: now, what, file, before, after: text }));
  makePrivateFolder(dirname(file));
  writePrivate(file, text);
};

/** Throws `config_invalid` with everything that is wrong in this text of a config.yaml. */
export const checkText = (file: string, text: string): void => void loadConfig({ text, file, env: {}, flags: {} });

const patienceMs = 5000;

/** Of two commands at once the second waits: each reads the file, changes one thing and writes it whole. */
const alone = async <T>({ paths }: Place, work: () => T): Promise<T> => {
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  closeSync(openSync(paths.configLock, "a", 0o600));
  for (const late = performance.now() + patienceMs; ; await Bun.sleep(10)) {
    const lock = takeLock(paths.configLock);
    if (lock !== null) {
      try {
        return work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > late)
      throw new ProxyError("cannot_write", "Another command is changing the configuration and does not end.", {
        hint: "Try again.",
      });
  }
};
