import { clientKeys, keyHeaderNames, keyOwner } from "../core/detect.ts";
import type { DialectName } from "../core/dialect-name.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { withoutKeys } from "../core/place.ts";
import { type KeyHeader, originsOf, type Provider, type Upstream } from "../core/provider.ts";
import { looksLikeToken } from "../lib/token.ts";

/**
 * Puts the right key on the outgoing headers: ours where the upstream has one, else the client's, but only to its own
 * vendor. Throws rather than let a key leave for an origin it is not bound to.
 */
export const presentKey = (
  headers: Headers,
  { upstream, endpoint, url }: Target,
  { dialect, errorDialect, query }: Pick<Exchange, "dialect" | "errorDialect" | "query">,
  providers: readonly Provider[],
): void => {
  const { origin } = new URL(url);
  if (origin !== endpoint.origin || !originsOf(upstream).includes(origin)) {
    throw new ProxyError("destination_mismatch", `The address made for "${upstream.name}" left its origins.`);
  }
  const provider = providers.find((known) => known.name === upstream.provider);
  if (provider === undefined) throw new ProxyError("upstream_unknown", `"${upstream.name}" has an unknown type.`);
  // Google's oldest clients put the key into the query; in their format it travels on in the header, in others as it is.
  const { keys } = withoutKeys(query);
  const isGemini = errorDialect.name === "gemini";
  if (!isGemini) for (const key of keys) refuseForeign(key, upstream, provider, providers);
  if (upstream.key !== null) {
    for (const name of keyHeaderNames) headers.delete(name);
    // A path that is no chat is of no format: there counts what else is spoken at that address.
    const spoken = dialect === null ? endpoint.dialects : [dialect.name];
    const custom = provider.keyHeaders.find(({ dialects }) => spoken.some((one) => dialects.includes(one)));
    const { name, prefix } = custom ?? provider.keyHeaders[0] ?? { name: "authorization", prefix: "Bearer " };
    headers.set(name, `${prefix}${upstream.key}`);
    return;
  }
  const [queryKey] = keys;
  if (queryKey !== undefined && isGemini && !headers.has("x-goog-api-key")) headers.set("x-goog-api-key", queryKey);
  for (const key of clientKeys(headers)) refuseForeign(key, upstream, provider, providers);
};

/** The header in which an upstream is shown a key in this format. */
export const keyHeaderFor = (
  { provider }: Pick<Upstream, "provider">,
  dialect: DialectName,
  providers: readonly Provider[],
): KeyHeader => {
  const customs = providers.find(({ name }) => name === provider)?.keyHeaders ?? [];
  return customs.find(({ dialects }) => dialects.includes(dialect)) ?? customs[0] ?? { name: "x-api-key", prefix: "" };
};

const refuseForeign = (key: string, upstream: Upstream, provider: Provider, providers: readonly Provider[]): void => {
  if (provider.takesAnyKey) return;
  if (looksLikeToken(key)) throw localToken(upstream.name);
  if (upstream.forwardClientKey) return;
  const owner = keyOwner(providers, key);
  if (owner !== null && owner.name !== provider.name) throw foreignKey(owner, upstream.name);
};

const localToken = (upstream: string): ProxyError =>
  new ProxyError(
    "key_vendor_mismatch",
    `Upstream "${upstream}" wants a key of its own vendor; the token of the proxy was not sent there.`,
    {
      hint: "Let your tool send the vendor's key, or give the upstream an api_key in servers.yaml.",
    },
  );

const foreignKey = (owner: Provider, upstream: string): ProxyError =>
  new ProxyError(
    "key_vendor_mismatch",
    `This key belongs to ${owner.label} and was not sent to upstream "${upstream}".`,
    {
      hint: `Give "${upstream}" a key of its own (proxy-cli keys set ${upstream}), switch back (proxy-cli switch-upstream -), or set forward_client_key for it.`,
    },
  );
