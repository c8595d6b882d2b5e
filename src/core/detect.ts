import type { DialectName } from "./dialect-name.ts";
import type { Provider } from "./provider.ts";
import { keyProtocol, protocolsOf } from "./socket.ts";

/** What a request shows of where it belongs. */
export type Traits = {
  readonly path: string;
  readonly headers: Headers;
  readonly dialect: DialectName | null;
  readonly model: string | null;
  /** The name of the provider whose key it came with, where the key itself is not there any more. */
  readonly keyOwner?: string | null;
};

/** The provider a request belongs to and the rule that says so; null when nothing speaks for one alone. */
export type Detected = { readonly provider: Provider; readonly rule: string };

type Rule = { readonly name: string; readonly fits: (provider: Provider, traits: Traits) => boolean };

/**
 * The signs after the key, which may go nowhere but to its vendor; strongest first: a model has one maker, a header and a user
 * agent tell of a vendor's own client, a path outside chat belongs to one vendor, and the rest goes home by dialect.
 */
const rules: readonly Rule[] = [
  { name: "model", fits: (provider, { model }) => matches(provider.modelShapes, model) },
  { name: "header", fits: (provider, { headers }) => provider.headers.some((name) => headers.has(name)) },
  { name: "client", fits: (provider, { headers }) => matches(provider.userAgents, headers.get("user-agent")) },
  { name: "path", fits: (provider, { path }) => matches(provider.pathShapes, path) },
  { name: "dialect", fits: (provider, { dialect }) => dialect !== null && provider.homeOf.includes(dialect) },
];

/** Which provider a request belongs to, by the first rule that fits exactly one; null rather than a guess. */
export const detectProvider = (providers: readonly Provider[], traits: Traits): Detected | null => {
  for (const key of clientKeys(traits.headers)) {
    const owner = keyOwner(providers, key);
    if (owner !== null) return { provider: owner, rule: "key" };
  }
  const known = providers.find(({ name }) => name === traits.keyOwner);
  if (known !== undefined) return { provider: known, rule: "key" };
  const candidates = providers.filter((provider) => speaksTo(provider, traits.dialect));
  for (const rule of rules) {
    const fitting = candidates.filter((provider) => rule.fits(provider, traits));
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return { provider: only, rule: rule.name };
  }
  return null;
};

/** The vendor whose own client a request comes from; null = nobody knows. */
export const clientVendor = (providers: readonly Provider[], headers: Headers): Provider | null => {
  const agent = headers.get("user-agent");
  return providers.find(({ userAgents }) => matches(userAgents, agent)) ?? null;
};

/** The headers in which any vendor's clients present a key. */
export const keyHeaderNames: readonly string[] = ["x-api-key", "x-goog-api-key", "authorization"];

/** Every key that a client presents, in whichever header or sub-protocol its vendor's custom puts it. */
export const clientKeys = (headers: Headers): readonly string[] =>
  [
    ...keyHeaderNames.map((name) => headers.get(name)?.replace(/^Bearer\s+/i, "")),
    ...protocolsOf(headers).map((name) => (name.startsWith(keyProtocol) ? name.slice(keyProtocol.length) : undefined)),
  ].filter((key): key is string => key !== undefined && key !== "");

/** The provider whose keys alone look like this one; null for keys that could be anybody's. */
export const keyOwner = (providers: readonly Provider[], key: string): Provider | null => {
  let owner: Provider | null = null;
  for (const provider of providers) {
    if (!matches(provider.keyShapes, key)) continue;
    if (owner !== null) return null;
    owner = provider;
  }
  return owner;
};

/** A provider that cannot be asked in the client's format is no candidate; paths outside chat may go anywhere. */
const speaksTo = (provider: Provider, dialect: DialectName | null): boolean =>
  dialect === null || provider.endpoints.some((endpoint) => endpoint.dialects.includes(dialect));

const matches = (shapes: readonly RegExp[], text: string | null): boolean =>
  text !== null && shapes.some((shape) => shape.test(text));
