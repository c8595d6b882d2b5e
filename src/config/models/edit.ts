import { ProxyError } from "../../core/errors.ts";
import { UneditableYaml, withoutValue, withValue } from "../../lib/yaml-splice.ts";

/** Fields of a model by their names; null takes one out. */
export type ModelChanges = Readonly<Record<string, string | number | null>>;

/** The YAML text with these fields of one model changed; all else stays byte for byte. Throws `config_invalid`. */
export const withModel = (text: string | null, list: string, model: string, changes: ModelChanges): string => {
  try {
    return Object.entries(changes).reduce((edited, [field, value]) => {
      const path = [list, model, field];
      return value === null ? withoutValue(edited, path) : withValue(edited, path, value);
    }, text ?? head);
  } catch (thrown) {
    if (!(thrown instanceof UneditableYaml)) throw thrown;
    throw new ProxyError("config_invalid", `models.yaml cannot be changed by a command: ${thrown.message}.`, {
      hint: "Nothing was changed. Change it in an editor, then: proxy-cli config validate",
      cause: thrown,
    });
  }
};

const head = `# What models cost, where you know better than the tables that ship: dollars for a million tokens.
# provider:
#   model (* stands for anything):  { input: 3, cache_read: 0.3, cache_write: 3.75, output: 15 }
`;
