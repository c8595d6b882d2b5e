import { parse } from "yaml";
import { z } from "zod";
import { ProxyError } from "../core/errors.ts";
import type { Endpoint, Provider, Upstream } from "../core/provider.ts";
import { isLoopback } from "../lib/loopback.ts";
import { secretNames, withSecrets } from "./secrets.ts";

const entry = z.strictObject({
  name: z.string().optional(),
  endpoint: z.string().optional(),
  type: z.string().optional(),
  region: z.string().optional(),
  api_key: z.string().optional(),
  /** From older files: a measured latency. Ours is measured live. */
  latency_ms: z.number().optional(),
  forward_client_key: z.boolean().optional(),
  private: z.boolean().optional(),
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
};

/** The upstreams of the built-in and the user's servers.yaml, merged field by field. Throws `config_invalid`. */
export const loadServers = ({ builtIn, own, providers, secrets }: Input): readonly Upstream[] => {
  const entries = new Map(Object.entries(readEntries(builtIn)));
  for (const [name, more] of Object.entries(own === null ? {} : readEntries(own))) {
    entries.set(name, { ...entries.get(name), ...more });
  }
  return [...entries].map(([name, fields]) => upstreamFrom(name, fields, providers, secrets));
};

const readEntries = (text: string): Readonly<Record<string, Entry>> => {
  const parsed = z.record(z.string(), entry).nullable().safeParse(parseYaml(text));
  if (parsed.success) return parsed.data ?? {};
  const issue = parsed.error.issues[0];
  throw invalid(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a map of upstreams"}`);
};

const parseYaml = (text: string): unknown => {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch (cause) {
    throw invalid(cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "not YAML");
  }
};

/** One upstream out of its fields, checked: a known type, an address that may be called, a key that resolves. */
export const upstreamFrom = (
  name: string,
  fields: Entry,
  providers: readonly Provider[],
  secrets: Input["secrets"],
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
  if (fields.endpoint === undefined) throw invalid(`${name}.endpoint: missing`);
  const { origin, endpoints } = addressOf(name, fields.endpoint, fields.private ?? false, provider);
  const key = fields.api_key === undefined ? null : resolved(name, fields.api_key, secrets);
  return {
    name,
    provider: provider.name,
    region: fields.region ?? null,
    origin,
    endpoints,
    key,
    keyHint: key === null ? null : hintOf(fields.api_key ?? "", key),
    forwardClientKey: fields.forward_client_key ?? false,
  };
};

const addressOf = (name: string, endpoint: string, isPrivate: boolean, provider: Provider) => {
  if (endpoint === "simulator:") return { origin: "simulator:", endpoints: provider.endpoints };
  if (!URL.canParse(endpoint)) throw invalid(`${name}.endpoint: not a URL: "${endpoint}"`);
  const url = new URL(endpoint);
  refuseUnsafe(name, url, isPrivate);
  if (provider.takesAnyKey && !isLoopback(url.hostname)) {
    throw invalid(`${name}.endpoint: an upstream that takes any key may only be on this machine, not ${url.hostname}`);
  }
  const path = url.pathname.replace(/\/+$/, "");
  return { origin: url.origin, endpoints: path === "" ? provider.endpoints : endpointsUnder(path, provider) };
};

/** An address with a path of its own takes all the provider's formats there; `/v1` at its end is the clients' `/v1`. */
const endpointsUnder = (path: string, provider: Provider): readonly Endpoint[] => [
  {
    dialects: [...new Set(provider.endpoints.flatMap((endpoint) => endpoint.dialects))],
    path,
    dropPrefix: /\/v\d+[a-z]*$/.exec(path) === null ? "" : "/v1",
  },
];

const refuseUnsafe = (name: string, url: URL, isPrivate: boolean): void => {
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw invalid(`${name}.endpoint: ${url.protocol} is not http or https`);
  }
  if (url.username !== "" || url.password !== "") throw invalid(`${name}.endpoint: keys do not belong in a URL`);
  if (/^(\[::ffff:(169\.254\.|a9fe:)|169\.254\.)/.test(url.hostname)) {
    throw invalid(`${name}.endpoint: ${url.hostname} is a link-local address (cloud metadata lives there)`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !isPrivate) {
    throw invalid(
      `${name}.endpoint: http:// would send keys in the clear to ${url.hostname}; use https, or private: true`,
    );
  }
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
  new ProxyError("config_invalid", `servers.yaml  ${what}`, {
    hint: "Known shape: NAME: { endpoint, type, region, api_key: ${ENV_NAME} }.",
  });
