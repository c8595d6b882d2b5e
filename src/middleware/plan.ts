import { detectProvider } from "../core/detect.ts";
import type { Dialect } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Plan, ShownToken } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { placeAt, withoutKeys } from "../core/place.ts";
import type { Address, Provider, Upstream } from "../core/provider.ts";
import { addressed } from "../routing/addressee.ts";
import type { Upstreams } from "../state/upstreams.ts";

/** What a plan is made from. */
export type PlanServices = {
  readonly upstreams: Pick<Upstreams, "all" | "named" | "current">;
  readonly providers: readonly Provider[];
  readonly dialects: readonly Dialect[];
  /** An upstream with the address it really has now; starts the simulator when that is meant. */
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  /** Whether programs must show a token before a key of ours is used for them. */
  readonly needsToken: () => boolean;
  /** Refuses who has not; throws `token_required` or `token_tries`. */
  readonly refuseToken: (shown: ShownToken, what: string, hint: string) => never;
  /** Hears that it is settled where an exchange goes. */
  readonly planned: (exchange: Exchange, upstream: Upstream) => void;
};

/** Decides where an exchange goes, from what the client sent: named upstream, or the vendor it speaks to. */
export const plan: MiddlewareMaker<PlanServices> = {
  name: "plan",
  isOptional: false,
  create: (services) => async (exchange, next) => {
    refuseStrangePath(exchange.path);
    const { upstream: chosen, rule } = choose(exchange, services);
    checkToken(exchange, chosen, services);
    const upstream = await services.locate(chosen);
    exchange.plan = planFor(exchange, upstream, rule, services.dialects);
    exchange.notes.upstream = upstream.name;
    exchange.notes.provider = upstream.provider;
    services.planned(exchange, upstream);
    return next();
  },
};

const choose = (exchange: Exchange, { upstreams, providers }: PlanServices): { upstream: Upstream; rule: string } => {
  const asked = exchange.request.headers.get("x-proxy-upstream");
  if (asked !== null) return { upstream: upstreams.named(asked), rule: "header x-proxy-upstream" };
  const current = upstreams.current();
  const { addressee } = exchange.notes;
  const meant = addressee === null ? null : addressed(addressee, upstreams.all(), current);
  if (meant !== null) return { upstream: meant, rule: `body provider ${addressee}` };
  if (current !== "auto") return { upstream: upstreams.named(current), rule: `current upstream ${current}` };
  const detected = detectProvider(providers, {
    path: exchange.path,
    headers: exchange.request.headers,
    dialect: exchange.dialect?.name ?? null,
    model: exchange.notes.model,
  });
  const choosable = upstreams.all().filter(({ isLent }) => !isLent);
  const fitting = choosable.filter(({ provider }) => provider === detected?.provider.name);
  const upstream = bestOf(fitting);
  if (detected === null || upstream === undefined) throw undecided(fitting, choosable);
  if (detected.rule === "model" && exchange.notes.ambiguous.includes("model")) throw ambiguous("model");
  return { upstream, rule: `auto: ${detected.rule}` };
};

/** Which of the two the vendor reads is its own affair, as long as nothing here goes by it. */
const ambiguous = (name: string): ProxyError =>
  new ProxyError(
    "ambiguous_json",
    `The body has \`${name}\` twice, with different values, and where it goes depends on it.`,
    {
      hint: "Send it once.",
    },
  );

/** The only one, else the one that bears its vendor's name: a second upstream of a vendor leaves the first as it was. */
const bestOf = (fitting: readonly Upstream[]): Upstream | undefined =>
  fitting.length === 1 ? fitting[0] : fitting.find(({ name, provider }) => name === provider);

const planFor = (exchange: Exchange, upstream: Upstream, rule: string, dialects: readonly Dialect[]): Plan => {
  const { endpoint, translateTo } = endpointFor(exchange, upstream, dialects);
  const { query } = exchange.errorDialect.name === "gemini" ? withoutKeys(exchange.query) : exchange;
  return { targets: [{ upstream, endpoint, url: placeAt(endpoint, exchange.path, query), translateTo }], rule };
};

const endpointFor = (
  { dialect, errorDialect, upgrade }: Exchange,
  upstream: Upstream,
  known: readonly Dialect[],
): { readonly endpoint: Address; readonly translateTo: Dialect | null } => {
  const wanted = (dialect ?? errorDialect).name;
  const endpoint = upstream.endpoints.find(({ dialects }) => dialects.includes(wanted));
  if (endpoint !== undefined) return { endpoint, translateTo: null };
  const [first] = upstream.endpoints;
  if (dialect === null && first !== undefined) return { endpoint: first, translateTo: null };
  const other = known.find(({ name }) => first?.dialects[0] === name);
  if (first !== undefined && other !== undefined && upgrade === null) return { endpoint: first, translateTo: other };
  const spoken = upstream.endpoints.flatMap(({ dialects }) => dialects).join(", ");
  throw new ProxyError("dialect_unsupported", `Upstream "${upstream.name}" does not speak ${wanted}, only ${spoken}.`, {
    hint: "Use a client of that format, or switch: proxy-cli switch-upstream auto",
  });
};

/** A key that we hold is only used for programs that know a token of ours. */
const checkToken = (exchange: Exchange, upstream: Upstream, { needsToken, refuseToken }: PlanServices): void => {
  if (upstream.key === null || !needsToken()) return;
  const shown = exchange.token();
  if (shown === "right") return;
  refuseToken(
    shown,
    `Upstream "${upstream.name}" uses a key of the proxy's own.`,
    "Send the local token as your key (proxy-cli env --with-token), or set server.loopback_without_token.",
  );
};

/** Paths that a base URL with one part too many or too few makes would only earn a puzzling 404 at the vendor. */
const refuseStrangePath = (path: string): void => {
  const meant = meantPath(path);
  if (meant !== null)
    throw new ProxyError("not_found", `There is no ${path} here.`, { hint: `Did you mean ${meant}?` });
  const isOurs = /^\/(_|control(\/|$))/.test(path);
  if (isOurs || path.startsWith("//") || /%00|\\|%5c/i.test(path)) {
    throw new ProxyError("not_found", "There is nothing at this path.", { hint: "See `proxy-cli env` for base URLs." });
  }
};

/** The path that was meant by one whose version or end is there twice, or whose version is missing; null = this one. */
const meantPath = (path: string): string | null => {
  if (path.startsWith("/v1/v1/") || path.startsWith("/v1/v1beta/")) return path.slice("/v1".length);
  if (path.startsWith("/v1beta/v1beta/")) return path.slice("/v1beta".length);
  if (tails.has(path)) return `/v1${path}`;
  if (/^\/models\/[^/]+:(stream)?generateContent$/i.test(path)) return `/v1beta${path}`;
  return doubled.get(path) ?? null;
};

const tails: ReadonlySet<string> = new Set(["/messages", "/chat/completions", "/responses", "/embeddings", "/models"]);

/** What a base URL with an end that the client puts there too makes of them. */
const doubled: ReadonlyMap<string, string> = new Map(
  [...tails].flatMap((tail) =>
    [`/v1${tail}${tail}`, `/v1${tail}/v1${tail}`].map((path) => [path, `/v1${tail}`] as const),
  ),
);

const undecided = (fitting: readonly Upstream[], all: readonly Upstream[]): ProxyError => {
  const choices = (fitting.length > 1 ? fitting : all).map(({ name }) => name).join(", ");
  return new ProxyError("upstream_undecided", `This request could go to more than one upstream (${choices}).`, {
    hint: "Choose one: proxy-cli switch-upstream NAME, or send the header x-proxy-upstream.",
  });
};
