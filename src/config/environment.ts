import { fromText } from "./from-text.ts";
import { type Found, type Layer, nothing } from "./layer.ts";
import { wholly } from "./problems.ts";
import { ownEnvName, type SettingName, settingNames, settings } from "./schema.ts";

/** What the environment says; an empty variable says nothing. */
export const readEnvironment = (env: Readonly<Record<string, string | undefined>>): Layer => ({
  ...nothing,
  settings: new Map(settingNames.flatMap((name) => fromVariable(env, name))),
});

const fromVariable = (
  env: Readonly<Record<string, string | undefined>>,
  name: SettingName,
): readonly (readonly [SettingName, Found])[] => {
  const variable = [ownEnvName(name), ...settings[name].env].find((one) => (env[one] ?? "") !== "");
  if (variable === undefined) return [];
  const source = `env ${variable}`;
  return [[name, { name, value: fromText(name, env[variable] ?? ""), source, where: wholly(source) }]];
};
