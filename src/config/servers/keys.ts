import type { OwnKey } from "../../core/provider.ts";
import type { Draft } from "../layers/layer.ts";
import { secretNames, standIn, withSecrets } from "../secrets.ts";
import type { Refuse } from "./addresses.ts";

type Secrets = Readonly<Record<string, string | undefined>>;
type Written = { readonly api_key?: string | undefined; readonly api_keys?: readonly string[] | undefined };

/** The fields of an upstream that hold keys. */
export const keyFields = ["api_key", "api_keys"] as const;

/** The keys of an upstream, in their order; none where a client's own travels. */
export const keysIn = (
  { api_key: one, api_keys: several }: Written,
  fields: Draft["fields"],
  secrets: Secrets,
  refuse: Refuse,
): readonly OwnKey[] => {
  if (one !== undefined && several !== undefined)
    return refuse("api_keys", "there is an api_key as well; put it into the list");
  if (several?.length === 0) return refuse("api_keys", "an empty list; name a key, or leave it out");
  const field = several === undefined ? "api_key" : "api_keys";
  const source = fields.get(field)?.source ?? "";
  const keys = (several ?? (one === undefined ? [] : [one])).map((written) => ({
    key: resolved(written, field, secrets, refuse),
    written,
  }));
  const twice = keys.find(({ key }, at) => key !== standIn && keys.slice(0, at).some((before) => before.key === key));
  if (twice !== undefined) return refuse("api_keys", "has the same key twice");
  return keys.map(({ key, written }) => ({ key, hint: hintOf(written, key, source) }));
};

const resolved = (written: string, field: string, secrets: Secrets, refuse: Refuse): string => {
  const key = withSecrets(written, (variable) => {
    const value = secrets[variable] ?? "";
    if (value !== "") return value.trim();
    return refuse(field, `\${${variable}} is not set where the daemon was started; try: export ${variable}=...`);
  });
  if (!/^[!-~]+$/.test(key)) refuse(field, "empty, or with spaces or signs that no header can carry");
  return key;
};

const hintOf = (written: string, key: string, source: string): string => {
  if (source === "command line") return "from the command line";
  if (source.startsWith("env")) return source;
  const [variable] = secretNames(written);
  if (variable !== undefined) return `env ${variable}`;
  return key.length < 12 ? "..." : `...${key.slice(-4)}`; // of a short key the end would be half of it
};

/** What examples have where a key belongs. */
export const looksMadeUp = (key: string | null): boolean =>
  key !== null && /^(sk-)?(your|my)[-_]|\.\.\.$|^<.*>$|^x{4,}$|[-_]here$/i.test(key);
