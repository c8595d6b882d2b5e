import { dirname } from "node:path";
import { withoutSetting, withSetting } from "../config/edit.ts";
import { readHistory, recorded, type Step, stepBack, stepForward, writeHistory } from "../config/history.ts";
import { checkValue, loadConfig } from "../config/layers/load.ts";
import { modelsIn } from "../config/models/load.ts";
import { checkServers, readConfig, readText } from "../config/read.ts";
import type { SettingName } from "../config/schema.ts";
import { withKeysOf, withoutKeys } from "../config/servers/edit.ts";
import { configTemplate } from "../config/template.ts";
import { openly } from "../control/setting-view.ts";
import { ProxyError } from "../core/errors.ts";
import { priceLists } from "../core/provider.ts";
import { makePrivateFolder, writePrivate } from "../lib/private-file.ts";
import { providers } from "../providers/index.ts";
import { type Changed, type Changing, change } from "./change.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a change goes and who makes it. */
export type Place = Changing & {
  readonly env: Environment;
  /** The config.yaml that is meant. */
  readonly file: string;
  readonly now: number;
};

/**
 * Writes one value into config.yaml, whose comments and order stay; the value as it may be shown. What would not be valid
 * changes nothing.
 */
export const saveSetting = async (place: Place, name: SettingName, text: string): Promise<Changed<unknown>> => {
  const value = checkValue(name, text);
  return changeConfig(place, () => {
    save(
      place,
      edited(place, (before) => withSetting(before, name, value)),
      `set ${name}`,
    );
    return openly(value);
  });
};

/** Takes a setting out of config.yaml; whether it was there. */
export const unsetSetting = async (place: Place, name: SettingName): Promise<Changed<boolean>> => {
  const without = (): string => edited(place, (text) => withoutSetting(text, name));
  if (without() === textOf(place)) return { done: false, reloaded: null };
  return changeConfig(place, () => {
    save(place, without(), `unset ${name}`);
    return true;
  });
};

/**
 * Puts another text in the place of the file's. Throws `config_invalid` where it is not valid, and `cannot_write` where
 * the file does not hold `seen` any more, because somebody else has written it meanwhile.
 */
export const saveText = (
  place: Place,
  text: string,
  what: string,
  seen: string | null = null,
): Promise<Changed<void>> =>
  changeConfig(place, () => {
    if (seen !== null && seen !== textOf(place)) throw changedMeanwhile(place.file);
    save(place, text, what);
  });

/** The error for a file that is not what was looked at. */
export const changedMeanwhile = (file: string): ProxyError =>
  new ProxyError("cannot_write", `${file} was changed by somebody else meanwhile.`, {
    hint: "Nothing was changed. Look at it, then try again.",
  });

/** What a step back or forward would do; null when there is none. Keys that are there now stay. */
export const nextStep = ({ paths, file }: Place, way: Way, text: string): Step | null => {
  const isServers = file === paths.servers;
  const step = steps[way](readHistory(paths.history), file, isServers ? withoutKeys(text) : text);
  return step === null || !isServers ? step : { ...step, text: withKeysOf(step.text, text) };
};

/** The file that the next step is about: servers.yaml or models.yaml where a command has changed that one last, else config.yaml. */
export const fileOfStep = ({ paths, file }: Place, way: Way): string => {
  const mayBe = [file, paths.servers, paths.models];
  const last = readHistory(paths.history)[way].findLast(
    (one) => mayBe.includes(one.file) && one.text !== keptOf({ paths, file: one.file }),
  );
  return last?.file ?? file;
};

/** What the file of a step holds; a servers.yaml or models.yaml that is not there says nothing. */
export const heldBy = ({ paths, file }: Pick<Place, "paths" | "file">): string =>
  file === paths.servers || file === paths.models ? (readText(file) ?? "") : textOf({ file });

/** What the history keeps of what a file holds: a key that was taken out has to be gone. */
const keptOf = (place: Pick<Place, "paths" | "file">): string =>
  place.file === place.paths.servers ? withoutKeys(heldBy(place)) : heldBy(place);

/** Keeps what servers.yaml held before a command that takes something out of it, for `config undo`; but no key. */
export const recordServers = (
  { servers, history }: Place["paths"],
  { at, what, after }: { readonly at: number; readonly what: string; readonly after: string },
): void => {
  const [before, left] = [withoutKeys(readText(servers) ?? ""), withoutKeys(after)];
  if (before !== left)
    writeHistory(history, recorded(readHistory(history), { at, what, file: servers, before, after: left }));
};

/** Keeps what models.yaml held before a command that changes it, for `config undo`. */
export const recordModels = (
  { models, history }: Place["paths"],
  { at, what, after }: { readonly at: number; readonly what: string; readonly after: string },
): void => {
  const before = readText(models) ?? "";
  if (before !== after)
    writeHistory(history, recorded(readHistory(history), { at, what, file: models, before, after }));
};

/** Which way to step. */
export type Way = "undo" | "redo";

const steps = { undo: stepBack, redo: stepForward } as const;

/** Takes the step. Throws `cannot_write` when somebody else was faster and it is another one now. */
export const takeStep = (place: Place, way: Way, expected: Step): Promise<Changed<void>> =>
  changeConfig(place, () => {
    const { paths, file } = place;
    const step = nextStep(place, way, heldBy(place));
    if (step === null || step.text !== expected.text || step.isForeign !== expected.isForeign)
      throw changedMeanwhile(file);
    if (file === paths.servers) checkServers(step.text, file, providers);
    else if (file === paths.models) modelsIn(step.text, file, priceLists(providers));
    else checkText(file, step.text);
    writeHistory(paths.history, step.history);
    writePrivate(file, step.text);
  });

/** Changes config.yaml and its history alone, and has a running daemon read them. */
export const changeConfig = <Done>(place: Place, write: () => Done): Promise<Changed<Done>> =>
  change(place, [place.file, place.paths.history], write);

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
export const save = (place: Place, text: string, what: string): void => {
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
