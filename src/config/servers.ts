import { parse } from "yaml";
import { z } from "zod";
import { ProxyError } from "../core/errors.ts";
import type { Address, Provider, Upstream } from "../core/provider.ts";
import { isLoopbackOrigin } from "../lib/loopback.ts";
import { redacted } from "../lib/redact.ts";
import { addressesOf, endpointNames } from "./addresses.ts";
import { secretNames, withSecrets } from "./secrets.ts";
import { yamlTrouble } from "./yaml-trouble.ts";

const entry = z.strictObject({
  name: z.string().optional(),
  endpoint: z.string().optional(),
  /** Formats that are answered elsewhere: `anthropic: https://…`. */
  endpoints: z.partialRecord(z.enum(endpointNames), z.string()).optional(),
  type: z.string().optional(),
  region: z.string().optional(),
  api_key: z.string().optional(),
  /** From older files: a measured latency. Ours is measured live. */
  latency_ms: z.number().optional(),
  forward_client_key: z.boolean().optional(),
  private: z.boolean().optional(),
  ca_file: z.string().optional(),
  tls_verify: z.boolean().optional(),
});

type Entry = z.infer<typeof entry>;

type Input = {
  /** The built-in servers.yaml. */
  readonly builtIn: string;
  /** The user's servers.yaml; null when there is none. */
  readonly own: string | null;
  readonly providers: readonly Provider[];
  /** What `${NAME}` in a key is replaced by. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  /** Reads a `ca_file`. */
  readonly readFile: (path: string) => string;
};

/** The upstreams of the built-in and the user's servers.yaml, merged field by field. Throws `config_invalid`. */
export const loadServers = ({ builtIn, own, ...rest }: Input): readonly Upstream[] => {
  const entries = new Map(Object.entries(readEntries(builtIn)));
  for (const [name, more] of Object.entries(own === null ? {} : readEntries(own))) {
    entries.set(name, { ...entries.get(name), ...more });
  }
  return [...entries].map(([name, fields]) => upstreamFrom(name, fields, rest));
};

const readEntries = (text: string): Readonly<Record<string, Entry>> => {
  const parsed = z.record(z.string(), entry).nullable().safeParse(parseYaml(text));
  if (parsed.success) return parsed.data ?? {};
  const issue = parsed.error.issues[0];
  throw invalid(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a map of upstreams"}`);
};

const parseYaml = (text: string): unknown => {
  try {
    return parse(text, { maxAliasCount: 50, logLevel: "error" }); // its warnings would print the lines they mean
  } catch (cause) {
    throw invalid(cause instanceof Error ? yamlTrouble(cause.message) : "not YAML");
  }
};

/** One upstream out of its fields, checked: a known type, an address that may be called, a key that resolves. */
export const upstreamFrom = (
  name: string,
  fields: Entry,
  { providers, secrets, readFile }: Omit<Input, "builtIn" | "own">,
): Upstream => {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name) || name === "auto") {
    throw invalid(`"${name}": a name is letters, digits, ".", "-" and "_", and not auto`);
  }
  const provider = providers.find((known) => known.name === fields.type);
  if (provider === undefined) {
    const known = providers.map((one) => one.name).join(", ");
    throw invalid(
      `${name}.type: ${fields.type === undefined ? "missing" : `unknown "${fields.type}"`}; one of ${known}`,
    );
  }
  const isPrivate = fields.private ?? false;
  const endpoints = addressesOf({ ...fields, isPrivate }, provider, (field, why) => {
    throw invalid(`${name}.${field}: ${why}`);
  });
  if (fields.tls_verify === false && !isPrivate) refuseUnchecked(name, endpoints);
  const key = fields.api_key === undefined ? null : resolved(name, fields.api_key, secrets);
  return {
    name,
    provider: provider.name,
    region: fields.region ?? null,
    origin: endpoints[0]?.origin ?? "",
    endpoints,
    key,
    keyHint: key === null ? null : hintOf(fields.api_key ?? "", key),
    forwardClientKey: fields.forward_client_key ?? false,
    isPrivate,
    tls: {
      ca: fields.ca_file === undefined ? null : trustedBy(name, fields.ca_file, readFile),
      verify: fields.tls_verify ?? true,
    },
  };
};

/** Whoever sits between us and a public address could read everything. */
const refuseUnchecked = (name: string, endpoints: readonly Address[]): void => {
  const elsewhere = endpoints.find(({ origin }) => !isLoopbackOrigin(origin));
  if (elsewhere === undefined) return;
  const { hostname } = new URL(elsewhere.origin);
  throw invalid(
    `${name}.tls_verify: certificates of ${hostname} have to be checked; trust its issuer with ca_file, or set private: true if it is in your own network`,
  );
};

/** The certificates of `ca_file`; one that cannot be read must not end in trusting only the others. */
const trustedBy = (name: string, file: string, readFile: Input["readFile"]): string => {
  let text: string;
  try {
    text = readFile(file);
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unreadable";
    throw invalid(`${name}.ca_file: ${file} cannot be read (${code})`);
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw invalid(`${name}.ca_file: ${file} holds no certificate (PEM)`);
};

const resolved = (name: string, written: string, secrets: Input["secrets"]): string => {
  const key = withSecrets(written, (variable) => {
    const value = secrets[variable];
    if (value === undefined || value === "") {
      throw invalid(`${name}.api_key: \${${variable}} is not set in the environment that started the daemon`);
    }
    return value.trim();
  });
  if (/^[!-~]+$/.test(key)) return key;
  throw invalid(`${name}.api_key: empty, or with spaces or signs that no header can carry`);
};

const hintOf = (written: string, key: string): string => {
  const [variable] = secretNames(written);
  if (variable !== undefined) return `env ${variable}`;
  return key.length < 12 ? "..." : `...${key.slice(-4)}`; // of a short key the end would be half of it
};

const invalid = (what: string): ProxyError =>
  new ProxyError("config_invalid", `servers.yaml  ${redacted(what)}`, {
    hint: "Known shape: NAME: { endpoint, type, region, api_key: ${ENV_NAME} }.",
  });
