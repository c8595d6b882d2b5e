import { z } from "zod";
import { type Address, type Provider, priceLists, type Upstream, type UpstreamTls } from "../../core/provider.ts";
import { isLoopbackOrigin } from "../../lib/loopback.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Draft } from "../layers/layer.ts";
import { memoryMode } from "../settings/memory.ts";
import { type Complain, problem, warning } from "../text/problems.ts";
import { addressesOf, endpointNames, type Refuse } from "./addresses.ts";
import { keysIn, looksMadeUp } from "./keys.ts";

/** The name of the upstream that an address makes which is given without a name: `start --base-url`, `llm:`. */
export const customName = "custom";

/** The fields of an upstream in servers.yaml. */
export const entry = z.strictObject({
  name: z.string().optional().meta({ description: "A name to show; the key of the entry is what commands take." }),
  endpoint: z
    .string()
    .optional()
    .meta({ description: "Scheme, host and port; with a path, that path takes every format." }),
  endpoints: z
    .partialRecord(z.enum(endpointNames), z.string())
    .optional()
    .meta({ description: "Formats that are answered at another address, each with its own." }),
  type: z.string().optional().meta({
    description: "The provider whose formats and key customs apply: anthropic, openai, google, mistral, zai.",
  }),
  prices_of: z.string().optional().meta({
    description:
      "The provider whose prices it passes on, for a gateway: anthropic, openai, google, mistral, zai, zai-cn. Without it only models.yaml says what an upstream of your own costs and how long the answers of its models may be: where a format demands a number, it is 8,192 tokens then.",
  }),
  region: z.string().optional().meta({ description: "Shown to people." }),
  api_key: z.string().optional().meta({
    description:
      "A key that the proxy adds, or ${NAME} to take it from a variable; without it the client's own travels.",
  }),
  api_keys: z.array(z.string()).optional().meta({
    description:
      "Several keys, or ${NAME}s, instead of one: each conversation has its own of them, and another one takes over while that one is limited.",
  }),
  latency_ms: z.number().optional().meta({ description: "Of older files; it is measured live now.", deprecated: true }),
  forward_client_key: z
    .boolean()
    .optional()
    .meta({ description: "Lets a client's key of another vendor through, against the rule." }),
  memory: memoryMode
    .optional()
    .meta({ description: "How much is left out of conversations that go there; see docs/memory.md." }),
  private: z.boolean().optional().meta({ description: "Allows addresses of a private network, also over http." }),
  ca_file: z.string().optional().meta({ description: "Certificates (PEM) that are trusted beside the system's own." }),
  tls_verify: z
    .boolean()
    .optional()
    .meta({ description: "Whether certificates are checked; false only on this machine or in a private network." }),
});

type Entry = z.infer<typeof entry>;

/** What an upstream is made with. */
export type Means = {
  readonly providers: readonly Provider[];
  /** The names of those that ship. */
  readonly shipped: readonly string[];
  /** What `${NAME}` in a key is replaced by. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  /** Reads a `ca_file`. */
  readonly readFile: (path: string) => string;
};

/** A part that is refused ends there; the other parts are looked at all the same. */
class Refusal extends Error {}

/** One upstream out of its fields: a known type, an address that may be called, a key that resolves; null where not. */
export const upstreamFrom = (upstream: string, draft: Draft, means: Means, complain: Complain): Upstream | null => {
  const { where, fields } = draft;
  const refuse: Refuse = (field, why, more = {}) => {
    const [first = field, ...rest] = fields.has(field) ? [field] : field.split(".");
    const found = fields.get(first);
    if (found?.value === undefined && found !== undefined) throw new Refusal(); // has been told where it was read
    const details = { got: more.got ?? null, nearest: more.nearest ?? null };
    const name = [found?.name ?? `upstreams.${upstream}.${first}`, ...rest].join(".");
    complain(problem(found?.where ?? where, name, why, details));
    throw new Refusal();
  };
  const said = entry.parse(together(fields));
  if (!/^[A-Za-z0-9][\w.-]*$/.test(upstream) || upstream === "auto") {
    complain(problem(where, `upstreams.${upstream}`, 'a name is letters, digits, ".", "-" and "_", and not auto'));
  }
  const provider = tried(() => providerOf(said, means.providers, refuse));
  const endpoints = tried(() => addressesIn(said, provider ?? means.providers[0], refuse));
  const keys = tried(() => keysIn(said, fields, means.secrets, refuse));
  const tls = tried(() => tlsOf(said, means, refuse));
  const priced = tried(() => pricesIn(said, means.providers, refuse));
  if (provider === null || endpoints === null || keys === null || tls === null || priced === null) return null;
  const found = fields.get("api_key") ?? fields.get("api_keys");
  if (found !== undefined && keys.some(({ key }) => looksMadeUp(key)))
    complain(warning(found.where, found.name, "looks like a placeholder"));
  return {
    name: upstream,
    provider: provider.name,
    region: said.region ?? null,
    origin: endpoints[0]?.origin ?? "",
    endpoints,
    key: keys[0]?.key ?? null,
    keyHint: keys[0]?.hint ?? null,
    ...(keys.length > 1 && { keys }),
    forwardClientKey: said.forward_client_key ?? false,
    isShipped: means.shipped.includes(upstream),
    isLent: false,
    pricesOf: priced.list,
    isPrivate: said.private ?? false,
    memory: said.memory ?? null,
    tls,
  };
};

/** The fields as one object; `endpoints.anthropic` by itself is a part of `endpoints`. */
const together = (fields: Draft["fields"]): object => {
  const all: Record<string, unknown> = {};
  for (const [field, { value }] of fields) {
    const [first = field, part] = field.split(".");
    const before = all[first];
    all[first] = part === undefined ? value : { ...(typeof before === "object" ? before : {}), [part]: value };
  }
  return all;
};

const tried = <T>(part: () => T): T | null => {
  try {
    return part();
  } catch (thrown) {
    if (thrown instanceof Refusal) return null;
    throw thrown;
  }
};

const providerOf = ({ type }: Entry, providers: readonly Provider[], refuse: Refuse): Provider => {
  const names = providers.map(({ name }) => name);
  if (type === undefined) return refuse("type", `missing; one of ${names.join(", ")}`);
  const provider = providers.find(({ name }) => name === type);
  if (provider !== undefined) return provider;
  const close = nearest(type, names);
  return refuse("type", `unknown "${type}"; one of ${names.join(", ")}`, { nearest: close ?? undefined });
};

const pricesIn = (
  { prices_of: list }: Entry,
  providers: readonly Provider[],
  refuse: Refuse,
): { readonly list: string | null } => {
  const lists = priceLists(providers);
  if (list === undefined || lists.includes(list)) return { list: list ?? null };
  return refuse("prices_of", `unknown "${list}"; one of ${lists.join(", ")}`, {
    nearest: nearest(list, lists) ?? undefined,
  });
};

const addressesIn = (
  { endpoint, endpoints, private: isPrivate = false, tls_verify: isVerified = true }: Entry,
  provider: Provider | undefined,
  refuse: Refuse,
): readonly Address[] => {
  if (provider === undefined) return [];
  const addresses = addressesOf({ endpoint, endpoints, isPrivate }, provider, refuse);
  const elsewhere = addresses.find(({ origin }) => !isLoopbackOrigin(origin));
  if (isVerified || isPrivate || elsewhere === undefined) return addresses;
  // Whoever sits between us and a public address could read everything.
  return refuse(
    "tls_verify",
    `certificates of ${new URL(elsewhere.origin).hostname} have to be checked; trust its issuer with ca_file, or set private: true if it is in your own network`,
  );
};

/** The certificates of `ca_file`; one that cannot be read must not end in trusting only the others. */
const tlsOf = (
  { ca_file: file, tls_verify: verify = true }: Entry,
  { readFile }: Means,
  refuse: Refuse,
): UpstreamTls => {
  if (file === undefined) return { ca: null, verify };
  let ca: string;
  try {
    ca = readFile(file);
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unreadable";
    return refuse("ca_file", `${file} cannot be read (${code})`);
  }
  if (ca.includes("-----BEGIN CERTIFICATE-----")) return { ca, verify };
  return refuse("ca_file", `${file} holds no certificate (PEM)`);
};
