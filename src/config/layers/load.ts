import { ProxyError } from "../../core/errors.ts";
import type { Problem } from "../../core/problem.ts";
import { type SettingName, settingNames, settings, type Values } from "../schema.ts";
import { type Complain, inOrder, problem, refuseErrors, wholly } from "../text/problems.ts";
import { shownValue } from "../text/shown.ts";
import { readConfigFile } from "./config-file.ts";
import { readEnvFile } from "./env-file.ts";
import { readEnvironment, readVariableFile } from "./environment.ts";
import { fromText } from "./from-text.ts";
import { type Found, type Layer, nothing } from "./layer.ts";
import { type Variables, variablesOf } from "./variables.ts";

/** Where a value comes from, in the words of `config --list`. */
export type Sources = Readonly<Record<SettingName, string>>;

/** A value that some place says, and how that place is called. */
export type Said = { readonly value: unknown; readonly source: string };

/** Every setting's value, where each comes from, and what is odd about what was read. */
export type Config = {
  readonly values: Values;
  readonly sources: Sources;
  /** What weaker places say of a setting, the strongest of them first; the default is not among them. */
  readonly overridden: Readonly<Record<SettingName, readonly Said[]>>;
  readonly warnings: readonly Problem[];
};

/** Everything that settings are read from. */
export type Input = {
  /** The YAML text of config.yaml; null when there is no file. */
  readonly text: string | null;
  /** How the file is called in errors and sources. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file of `--env-file`; left out where there is none. */
  readonly envFile?: { readonly file: string; readonly text: string } | null;
  /** Values given on the command line, as strings. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
};

/** Flag over environment over file of variables over file over default, each checked. Throws `config_invalid` with every problem at once. */
export const loadConfig = (input: Input): Config => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const config = settingsOf(layersOf(input, complain), complain);
  refuseErrors(problems);
  return { ...config, warnings: inOrder(problems) };
};

/** What each place says. */
export type Layers = {
  readonly flags: Layer;
  readonly env: Layer;
  readonly envFile: Layer;
  readonly file: Layer;
  /** What stands in the file of variables, for keys that refer to it. */
  readonly variables: Variables;
};

/** Reads every place. */
export const layersOf = ({ flags, env, envFile = null, text, file }: Input, complain: Complain): Layers => {
  const variables = envFile === null ? new Map() : readEnvFile(envFile.text, envFile.file, complain);
  return {
    flags: commandLine(flags),
    env: readEnvironment(variablesOf(env), complain),
    envFile: readVariableFile(variables, complain),
    file: text === null ? nothing : readConfigFile(text, file, complain),
    variables,
  };
};

/** Each setting out of the strongest place that has it. */
export const settingsOf = ({ flags, env, envFile, file }: Layers, complain: Complain): Omit<Config, "warnings"> => {
  const layers = [flags, env, envFile, file];
  const values: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  const overridden: Record<string, readonly Said[]> = {};
  for (const name of settingNames) {
    const found = strongest(layers, name);
    values[name] = found === null ? settings[name].initial : checked(name, found, complain);
    sources[name] = found?.source ?? "default";
    overridden[name] = weakerThan(found, layers, name, complain);
  }
  // Each name has been set above.
  return { values: values as Values, sources: sources as Sources, overridden: overridden as Config["overridden"] };
};

/** One value as `config --set` takes it; throws `config_invalid` with what was expected. */
export const checkValue = (name: SettingName, text: string): unknown => {
  const value = fromText(name, text);
  const checked = settings[name].type.safeParse(value);
  if (checked.success) return checked.data;
  const [{ message: what = "is not valid", path = [] } = {}] = checked.error.issues;
  const place = path.length > 1 ? [name, ...path].join(".") : name; // what is wrong with an entry is wrong with the list
  throw new ProxyError("config_invalid", `${place} ${what}, got ${shownValue(name, value)}`, {
    hint: `Nothing was changed. See: proxy-cli config explain ${name}`,
  });
};

/** What cannot be used there is only odd: it is not in force. */
const weakerThan = (
  found: Found | null,
  layers: readonly Layer[],
  name: SettingName,
  complain: Complain,
): readonly Said[] =>
  layers.flatMap((layer) => {
    const weaker = layer.settings.get(name);
    if (weaker === undefined || weaker === found) return [];
    const read = settings[name].type.safeParse(weaker.value);
    if (!read.success) complain({ ...misfit(name, weaker, read.error.issues), severity: "warning" });
    return [{ value: read.success ? read.data : weaker.value, source: weaker.source }];
  });

/** What the strongest place that has a setting says; null = none has. */
export const foundIn = ({ flags, env, envFile, file }: Layers, name: SettingName): Found | null =>
  strongest([flags, env, envFile, file], name);

const strongest = (layers: readonly Layer[], name: SettingName): Found | null => {
  const found = layers.find((layer) => layer.settings.has(name))?.settings.get(name) ?? null;
  if (found !== null || name !== "upstream") return found;
  return layers.find(({ implied }) => implied !== null)?.implied ?? null;
};

const checked = (name: SettingName, found: Found, complain: Complain): unknown => {
  const { type, initial } = settings[name];
  const read = type.safeParse(found.value);
  if (read.success) return read.data;
  complain(misfit(name, found, read.error.issues));
  return initial;
};

type Issues = readonly { readonly message: string }[];

const misfit = (name: SettingName, { value, where }: Found, [issue]: Issues): Problem => {
  const what = issue?.message ?? "is not valid";
  const expected = /^must be (.*)$/.exec(what)?.[1] ?? null;
  const got = shownValue(name, value) + (isQuoted(name, value) ? ", a text: leave out the quotes" : "");
  return problem(where, name, what, { got, expected });
};

/** `"8080"` in quotes where a number is meant. */
const isQuoted = (name: SettingName, value: unknown): boolean => {
  if (typeof value !== "string") return false;
  const meant = fromText(name, value);
  return meant !== value && settings[name].type.safeParse(meant).success;
};

const commandLine = (flags: Input["flags"]): Layer => {
  const found = settingNames.flatMap((name) => {
    const text = flags[name];
    if (text === undefined) return [];
    const where = wholly("command line");
    return [[name, { name, value: fromText(name, text), source: "flag", where }] as const];
  });
  return { ...nothing, settings: new Map(found) };
};

/** Whether `upstream` is named by somebody who says it anew at each start: a saved switch is older than that. */
export const outranksSwitch = ({ sources }: Pick<Config, "sources">): boolean => /^(flag|env)\b/.test(sources.upstream);
