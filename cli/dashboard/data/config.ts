import { basename } from "node:path";
import type { SettingView } from "../../../src/control/contract.ts";
import type { Explained } from "../../../src/offline/config.ts";
import type { State } from "../state.ts";
import { answerTo, type Question } from "./answers.ts";

/** The settings in force, and once what each of them is for. */
export const configQuestions: readonly Question[] = [
  { name: "config", ask: {}, freshMs: 2000 },
  { name: "settings", ask: {}, freshMs: Number.POSITIVE_INFINITY },
];

/** Every setting, then the keys of upstreams as hints; null = not told yet. */
export const settingsOf = ({ data: { answers } }: State): readonly SettingView[] | null => {
  const config = answerTo(answers, "config", {});
  if (config === null) return null;
  const upstreams = answerTo(answers, "upstreams", {})?.upstreams ?? [];
  const keys = upstreams.flatMap(({ name, key }): readonly SettingView[] =>
    key === null
      ? []
      : [{ name: `upstreams.${name}.key`, value: key, source: "servers.yaml", overridden: [], afterRestart: null }],
  );
  return [...config.settings, ...keys];
};

/** The file that the daemon reads; empty = not told yet. */
export const configFile = ({ data: { answers } }: State): string => answerTo(answers, "config", {})?.file ?? "";

/** A source in a word or two: a file by its name. */
export const sourceWords = (source: string): string => (source.startsWith("/") ? basename(source) : source);

/** What a setting is for; null for a key, and until it has been read. */
export const explainedIn = ({ data: { answers } }: State, name: string): Explained | null =>
  answerTo(answers, "settings", {})?.find((one) => one.name === name) ?? null;
