import { configJsonSchema } from "../config/json-schema.ts";
import { type Config, checkValue, layersOf } from "../config/layers/load.ts";
import type { Paths } from "../config/paths.ts";
import { readSettings, readText } from "../config/read.ts";
import { ownEnvName, type SettingName, settingNamed, settingNames, settings } from "../config/schema.ts";
import { serversJsonSchema } from "../config/servers/json-schema.ts";
import { standInsFor } from "../config/stand-ins.ts";
import { configTemplate, shortTemplate } from "../config/template.ts";
import { problem, wholly } from "../config/text/problems.ts";
import { openly } from "../control/setting-view.ts";
import { asProxyError, ProxyError } from "../core/errors.ts";
import type { Problem } from "../core/problem.ts";
import { nearest } from "../lib/nearest.ts";
import { noOrders } from "../lifecycle/orders.ts";
import { providers } from "../providers/index.ts";
import { isExposed } from "../server/exposure.ts";

export { isServersFile } from "../rehearsal/tried.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The setting that a person means by a name or an alias. Throws `config_invalid` with the nearest one. */
export const settingMeant = (name: string, again = (close: string) => `--get ${close}`): SettingName => {
  const found = settingNamed(name);
  if (found !== null) return found;
  const close = nearest(name, settingNames);
  throw new ProxyError("config_invalid", `There is no setting "${name}".`, {
    hint: close === null ? "Try: proxy-cli config --list" : `Try: proxy-cli config ${again(close)}`,
  });
};

/** Whether this text switches a setting off, however that is written. */
export const isOff = (name: SettingName, text: string): boolean => checkValue(name, text) === false;

/** What a config.yaml says, as far as it can be read; a file that is not there says nothing. */
export const fileSays = (file: string): ReadonlyMap<SettingName, unknown> => textSays(readText(file) ?? "");

/** The same for a text. */
export const textSays = (text: string): ReadonlyMap<SettingName, unknown> => {
  const { file } = layersOf({ text, file: "config.yaml", env: {}, flags: {} }, () => undefined);
  return new Map(
    [...file.settings].map(([name, { value }]) => {
      const read = settings[name].type.safeParse(value);
      return [name, openly(read.success ? read.data : value)];
    }),
  );
};

/** Everything that is wrong or odd about these files under this environment, also what a start would refuse. */
export const problemsIn = (
  paths: Pick<Paths, "config" | "servers" | "models" | "tokens">,
  env: Environment,
): readonly Problem[] => {
  try {
    const orders = { ...noOrders, secrets: secretsIn(env) };
    const { config, upstreams } = readSettings({ paths, env, providers, orders });
    const names = upstreams.map(({ name }) => name);
    return [
      ...config.warnings,
      ...unknownUpstreamIn(paths.config, config.values.upstream, names),
      ...exposureIn(paths, config),
    ];
  } catch (thrown) {
    if (thrown instanceof ProxyError && thrown.problems.length > 0) return thrown.problems;
    throw thrown;
  }
};

/** A daemon would not listen there. */
const exposureIn = (paths: Pick<Paths, "config" | "tokens">, config: Config): readonly Problem[] => {
  try {
    isExposed(config, { file: paths.tokens, token: null, now: Date.now });
    return [];
  } catch (thrown) {
    const { message } = asProxyError(thrown);
    return [problem(wholly(paths.config), "server.host", message.replace(/\.$/, ""))];
  }
};

const secretsIn = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** A daemon would not start on an upstream that is none. */
const unknownUpstreamIn = (file: string, upstream: string, names: readonly string[]): readonly Problem[] =>
  upstream === "auto" || names.includes(upstream)
    ? []
    : [
        problem(wholly(file), "upstream", "there is no such upstream", {
          got: JSON.stringify(upstream),
          expected: names.join(", "),
          nearest: nearest(upstream, ["auto", ...names]),
        }),
      ];

/** The names that `upstream` may have here, also of upstreams whose key is not at hand. Throws `config_invalid`. */
export const upstreamNames = (
  paths: Pick<Paths, "config" | "servers" | "models">,
  env: Environment,
): readonly string[] => {
  const secrets = standInsFor(paths, env);
  return readSettings({ paths, env, providers, orders: { ...noOrders, secrets } }).upstreams.map(({ name }) => name);
};

/** What there is to know about a setting besides its value. */
export type Explained = {
  readonly name: SettingName;
  readonly why: string;
  /** What it may be, in words. */
  readonly type: string;
  readonly initial: unknown;
  readonly env: readonly string[];
  readonly aliases: readonly string[];
  readonly restart: boolean;
};

/** Explains a setting. */
export const explained = (name: SettingName): Explained => {
  const { why, initial, env, aliases, restart } = settings[name];
  return {
    name,
    why,
    type: typeInWords(name),
    initial,
    env: [...new Set([ownEnvName(name), ...env])],
    aliases,
    restart,
  };
};

/** Errors say what something must be; that is what it may be. */
const typeInWords = (name: SettingName): string => {
  const issue = settings[name].type.safeParse(Symbol("nothing that a file can hold")).error?.issues[0];
  return /^must be (.*)$/.exec(issue?.message ?? "")?.[1] ?? typeof settings[name].initial;
};

/** The value that holds where nothing is said. */
export const initialValue = (name: SettingName): unknown => settings[name].initial;

/** The JSON schema of config.yaml or servers.yaml, for editors. */
export const jsonSchema = (of: "config" | "servers"): object =>
  of === "config" ? configJsonSchema() : serversJsonSchema();

/** A commented config.yaml that changes nothing: twelve lines, or every setting. */
export const freshConfig = (isFull: boolean): string => (isFull ? configTemplate() : shortTemplate());
