import { parse } from "yaml";
import { ProxyError } from "../../core/errors.ts";
import { UneditableYaml, withoutValue, withValue } from "../../lib/yaml-splice.ts";
import { secretNames } from "../secrets.ts";
import { keyFields } from "./keys.ts";

/** Fields of an upstream by their dotted name (`endpoints.anthropic`); null takes one out. */
export type ServerChanges = Readonly<Record<string, string | boolean | readonly string[] | null>>;

/** The YAML text with these fields of one upstream changed; all else stays byte for byte. Throws `config_invalid`. */
export const withServer = (text: string | null, name: string, changes: ServerChanges): string =>
  Object.entries(changes).reduce(
    (edited, [field, value]) =>
      editing(() => {
        const path = [name, ...field.split(".")];
        return value === null ? withoutValue(edited, path) : withValue(edited, path, value);
      }),
    text ?? head,
  );

/** The YAML text without this upstream. Throws `config_invalid`. */
export const withoutServer = (text: string, name: string): string => editing(() => withoutValue(text, [name]));

/** What a servers.yaml says, upstream by upstream and field by field; nothing where it cannot be read. */
export const serversIn = (text: string | null): Readonly<Record<string, Readonly<Record<string, unknown>>>> => {
  const found: unknown = text === null ? null : parsed(text);
  const entries = typeof found === "object" && found !== null ? Object.entries(found) : [];
  return Object.fromEntries(
    entries.map(([name, fields]) => [name, typeof fields === "object" && fields !== null ? { ...fields } : {}]),
  );
};

/** The YAML text without the keys that stand in it; what only names a variable stays. Throws `config_invalid`. */
export const withoutKeys = (text: string): string =>
  keysIn(text).reduce((edited, [name, field]) => withServer(edited, name, { [field]: null }), text);

/** The YAML text with the keys that another one holds for upstreams that have none here. Throws `config_invalid`. */
export const withKeysOf = (text: string, other: string): string => {
  const here = serversIn(text);
  return keysIn(other)
    .filter(([name]) => here[name] !== undefined && keyFields.every((field) => here[name]?.[field] === undefined))
    .reduce((edited, [name, field, key]) => withServer(edited, name, { [field]: key }), text);
};

const keysIn = (text: string): readonly (readonly [name: string, field: string, key: ServerChanges[string]])[] =>
  Object.entries(serversIn(text)).flatMap(([name, { api_key: key, api_keys: keys }]) => [
    ...(isWritten(key) ? [[name, "api_key", key] as const] : []),
    ...(isTexts(keys) && keys.some(isWritten) ? [[name, "api_keys", keys] as const] : []),
  ]);

/** What only names a variable is no key. */
const isWritten = (key: unknown): key is string =>
  typeof key === "string" && key !== "" && secretNames(key).length === 0;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const head = `# Your upstreams. Entries here add to the built-in ones or replace their fields.
# Known fields: endpoint, endpoints, type, prices_of, region, api_key, api_keys, private, ca_file, tls_verify, forward_client_key, memory.
`;

const parsed = (text: string): unknown => {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch {
    return null; // reading it as configuration says what is wrong and where
  }
};

const editing = (edit: () => string): string => {
  try {
    return edit();
  } catch (thrown) {
    if (!(thrown instanceof UneditableYaml)) throw thrown;
    throw new ProxyError("config_invalid", `servers.yaml cannot be changed by a command: ${thrown.message}.`, {
      hint: "Nothing was changed. Try: proxy-cli upstreams edit",
      cause: thrown,
    });
  }
};
