import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { ProxyError } from "../core/errors.ts";
import { nearest } from "../lib/nearest.ts";
import { redacted } from "../lib/redact.ts";
import { ownEnvName, type SettingName, settingNames, settings, type Values } from "./schema.ts";
import { yamlTrouble } from "./yaml-trouble.ts";

/** Where a value comes from, in the words of `config --list`. */
export type Sources = Readonly<Record<SettingName, string>>;

/** Every setting's value, and where each comes from. */
export type Config = { readonly values: Values; readonly sources: Sources };

type Input = {
  /** The YAML text of config.yaml; null when there is no file. */
  readonly text: string | null;
  /** How the file is called in errors and sources. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values given on the command line, as strings. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
};

type Found = { readonly value: unknown; readonly source: string; readonly at: string };
type Problem = { readonly at: string; readonly name: string; readonly what: string };

/** Flag over environment over file over default, each checked. Throws `config_invalid` with every problem at once. */
export const loadConfig = (input: Input): Config => {
  const problems: Problem[] = [];
  const file = readFile(input, problems);
  const values: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  for (const name of settingNames) {
    const found = fromFlag(input, name) ?? fromEnv(input, name) ?? file.get(name) ?? null;
    const { initial, type } = settings[name];
    sources[name] = found?.source ?? "default";
    if (found === null) {
      values[name] = initial;
      continue;
    }
    const checked = type.safeParse(found.value);
    if (checked.success) values[name] = checked.data;
    else problems.push({ at: found.at, name, what: wrong(checked.error.issues[0]?.message, found.value) });
  }
  if (problems.length > 0) throw invalid(problems);
  return { values: values as Values, sources: sources as Sources }; // each name has been set above
};

/** One value as `config --set` takes it; throws `config_invalid` with what was expected. */
export const checkValue = (name: SettingName, text: string): unknown => {
  const value = fromText(name, text);
  const checked = settings[name].type.safeParse(value);
  if (checked.success) return checked.data;
  throw new ProxyError("config_invalid", `${name} ${wrong(checked.error.issues[0]?.message, value)}`, {
    hint: `Nothing was changed. See: proxy-cli config --get ${name}`,
  });
};

const wrong = (expected: string | undefined, got: unknown): string =>
  `${expected ?? "is not valid"}, got ${JSON.stringify(got)}`;

const invalid = (problems: readonly Problem[]): ProxyError =>
  // A key may stand where a name or another value belongs.
  new ProxyError(
    "config_invalid",
    redacted(problems.map(({ at, name, what }) => `${at}  ${name}  ${what}`).join("\n")),
    {
      hint: "Correct what is named above; every setting and its default: docs/settings.md.",
    },
  );

const fromFlag = ({ flags }: Input, name: SettingName): Found | null => {
  const text = flags[name];
  return text === undefined ? null : { value: fromText(name, text), source: "flag", at: "command line" };
};

const fromEnv = ({ env }: Input, name: SettingName): Found | null => {
  for (const variable of [ownEnvName(name), ...settings[name].env]) {
    const text = env[variable];
    if (text !== undefined && text !== "") {
      return { value: fromText(name, text), source: `env ${variable}`, at: `env ${variable}` };
    }
  }
  return null;
};

/** Flags and the environment have only strings; the setting's default says what is meant. */
const fromText = (name: SettingName, text: string): unknown => {
  const { initial } = settings[name];
  if (typeof initial === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (typeof initial === "boolean") return { true: true, false: false }[text.toLowerCase()] ?? text;
  if (Array.isArray(initial)) return text === "" ? [] : text.split(",").map((part) => part.trim());
  return name === "log.level" ? text.toLowerCase() : text;
};

/** The file's values by dotted name; what cannot be read or is unknown becomes a problem with its line. */
const readFile = ({ text, file }: Input, problems: Problem[]): ReadonlyMap<SettingName, Found> => {
  const found = new Map<SettingName, Found>();
  if (text === null) return found;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  for (const error of document.errors)
    problems.push({ at: place(error.pos[0]), name: "yaml", what: yamlTrouble(error.message) });
  const walk = (node: unknown, prefix: string, at: string): void => {
    if (isNothing(node)) return;
    if (!isMap(node)) {
      problems.push({ at, name: prefix === "" ? "yaml" : prefix.slice(0, -1), what: "expected a map of settings" });
      return;
    }
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const name = `${prefix}${String(pair.key.value)}`;
      const at = place(pair.key.range?.[0] ?? 0);
      if (isSetting(name)) found.set(name, { value: toPlain(pair.value), source: file, at });
      else if (settingNames.some((known) => known.startsWith(`${name}.`))) walk(pair.value, `${name}.`, at);
      else problems.push({ at, name, what: unknownKey(name) });
    }
  };
  walk(document.contents, "", place(0));
  return found;
};

const isSetting = (name: string): name is SettingName => settingNames.some((known) => known === name);

/** A section whose lines are all comments. */
const isNothing = (node: unknown): boolean => node === null || (isScalar(node) && node.value === null);

const toPlain = (node: unknown): unknown =>
  typeof node === "object" && node !== null && "toJSON" in node && typeof node.toJSON === "function"
    ? node.toJSON()
    : node;

const unknownKey = (name: string): string => {
  const close = nearest(name, settingNames);
  return close === null ? "unknown key" : `unknown key, did you mean "${close}"?`;
};
