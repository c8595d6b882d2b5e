import { ProxyError } from "../core/errors.ts";
import { UneditableYaml, withoutValue, withValue } from "../lib/yaml-splice.ts";
import { type SettingName, settings } from "./schema.ts";
import { configTemplate } from "./template.ts";

/**
 * The YAML text with this one value changed; all else stays byte for byte. An older name for it, or its
 * whole name in one key, gives way to the place that it has now. Throws `config_invalid`.
 */
export const withSetting = (text: string | null, name: SettingName, value: unknown): string =>
  editing(() => withValue(withoutAliases(text ?? configTemplate(), name), name.split("."), value));

/** The YAML text without this setting, so that what is weaker holds again. Throws `config_invalid`. */
export const withoutSetting = (text: string, name: SettingName): string =>
  editing(() => withoutValue(withoutAliases(text, name), name.split(".")));

/** One line of `models:`: the upstream and the name that it is about. */
type MappingPath = readonly [upstream: string, name: string];

/** The YAML text in which a name means this model at an upstream; all else stays byte for byte. Throws `config_invalid`. */
export const withMapping = (text: string, path: MappingPath, model: string): string =>
  editing(() => withValue(text, ["models", ...path], model));

/** The YAML text without what a name means there. Throws `config_invalid`. */
export const withoutMapping = (text: string, path: MappingPath): string =>
  editing(() => withoutValue(text, ["models", ...path]));

const withoutAliases = (text: string, name: SettingName): string =>
  [...settings[name].aliases.map((alias) => alias.split(".")), ...(name.includes(".") ? [[name]] : [])].reduce(
    (kept, keys) => withoutValue(kept, keys),
    text,
  );

const editing = (edit: () => string): string => {
  try {
    return edit();
  } catch (thrown) {
    if (!(thrown instanceof UneditableYaml)) throw thrown;
    throw new ProxyError("config_invalid", `config.yaml cannot be changed by a command: ${thrown.message}.`, {
      hint: "Nothing was changed. Try: proxy-cli config edit",
      cause: thrown,
    });
  }
};
