import { clientKeys } from "../core/detect.ts";
import type { Dialect } from "../core/dialect.ts";
import type { Edit } from "../core/edit.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, ShownToken, Target } from "../core/exchange.ts";
import { listedAt } from "../core/list-path.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { placeAt, withoutKeys } from "../core/place.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import { type Home, type Stay, staying, stayWords } from "../core/stays.ts";
import { type Decided, decide } from "../routing/decide.ts";
import { heirsOf } from "../routing/instead.ts";
import { type TraitServices, traitsOf } from "../routing/request-traits.ts";
import { scaleOf, type WindowOf } from "../routing/scale.ts";
import { taken } from "../routing/step.ts";
import type { Table } from "../routing/table.ts";
import { thinkingEdits } from "../routing/thinking.ts";
import { toldDecision } from "../routing/told.ts";
import type { Traits } from "../routing/traits.ts";
import { takesOf } from "../translation/takes.ts";

/** What a plan is made from. */
export type PlanServices = TraitServices & {
  readonly table: Table;
  readonly dialects: readonly Dialect[];
  readonly windowOf: WindowOf;
  /** An upstream with the address it really has now; starts the simulator when that is meant. */
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  /** Whether programs must show a token before a key of ours is used for them. */
  readonly needsToken: () => boolean;
  /** Refuses who has not; throws `token_required` or `token_tries`. */
  readonly refuseToken: (shown: ShownToken, what: string, hint: string) => never;
  /** Where a conversation goes on that was to go there; null = there. */
  readonly stayOf: (session: string, from: Home) => Stay | null;
  /** From 0 to 1; draws among places that share requests, for those outside of conversations. */
  readonly random: () => number;
  /** Hears that it is settled where an exchange goes. */
  readonly planned: (exchange: Exchange, upstream: Upstream) => void;
};

/** Settles where an exchange goes, in which format and to which model, from what the client sent. */
export const plan: MiddlewareMaker<PlanServices> = {
  name: "plan",
  isOptional: false,
  create: (services) => async (exchange, next) => {
    refuseStrangePath(exchange.path);
    const traits = traitsOf(exchange, services);
    const decided = decidedFor(exchange, traits, services);
    if (decided instanceof ProxyError) {
      exchange.plan = { targets: [], rule: "none", refusal: decided };
      return next();
    }
    checkToken(exchange, decided.upstream, services);
    const upstream = await settle(exchange, decided, traits, services);
    exchange.notes.upstream = upstream.name;
    exchange.notes.provider = upstream.provider;
    services.planned(exchange, upstream);
    const answer = await next();
    if (exchange.dialect !== null)
      answer.headers.set("x-proxy-decision", toldDecision(exchange.plan.decision ?? decided.decision));
    return answer;
  },
};

/** Makes the plan of a decision, with the places that take its place if need be; gives where it goes first. */
const settle = async (
  exchange: Exchange,
  decided: Decided,
  traits: Traits,
  services: PlanServices,
): Promise<Upstream> => {
  const memory = decided.memory == null ? {} : { memory: decided.memory };
  const { session, pin } = exchange.notes;
  const heirs = heirsOf(decided, traits, {
    ...services,
    seed: session?.id ?? String(services.random()),
    keys: () => [...clientKeys(exchange.request.headers), ...withoutKeys(exchange.query).keys],
    mayUseOurs: () => !services.needsToken() || exchange.token() === "right",
  });
  if (heirs === null) {
    const { decision } = decided;
    const upstream = await services.locate(decided.upstream);
    exchange.plan = {
      targets: [targetFor(exchange, upstream, decided, services)],
      rule: decision.rule,
      decision,
      ...memory,
    };
    return upstream;
  }
  const homeOf = ({ upstream, model }: Decided): Home => ({
    upstream: upstream.name,
    model: model ?? exchange.notes.model,
  });
  const chosen = homeOf(decided);
  const stay = session === null || pin !== null ? null : services.stayOf(session.id, chosen);
  const [first = decided, ...others] = staying([decided, ...heirs.heirs], stay, homeOf);
  const stayed = first === decided || stay === null ? [] : [taken("upstream", "session stays", stayWords(stay))];
  const targets = await Promise.all(
    [first, ...others].map(async (place): Promise<Target> => {
      const target = targetFor(exchange, await services.locate(place.upstream), place, services);
      const steps = [...place.decision.steps, ...heirs.steps, ...stayed];
      return { ...target, decision: { ...place.decision, steps }, takesOverAfter: heirs.after };
    }),
  );
  const decision = targets[0]?.decision ?? first.decision;
  exchange.plan = { targets, rule: decision.rule, decision, chosen, ...memory };
  return targets[0]?.upstream ?? first.upstream;
};

/** A list of models may be put together where no upstream could be asked for it as it is. */
const decidedFor = (exchange: Exchange, traits: Traits, services: PlanServices): Decided | ProxyError => {
  try {
    return decide(traits, services.table);
  } catch (thrown) {
    const isPut = thrown instanceof ProxyError && /^(upstream_undecided|dialect_unsupported)$/.test(thrown.code);
    if (isPut && listedAt(exchange.request.method, exchange.path) !== null) return thrown;
    throw thrown;
  }
};

/** The one target of a decision; the upstream is where it really is by now. */
const targetFor = (
  exchange: Exchange,
  upstream: Upstream,
  decided: Decided,
  { dialects, table, windowOf }: Pick<PlanServices, "dialects" | "table" | "windowOf">,
): Target => {
  const { format, model, decision } = decided;
  const endpoint = upstream.endpoints.find((one) => one.dialects.includes(format)) ?? upstream.endpoints[0];
  if (endpoint === undefined) throw new Error("An upstream has no address.");
  const { query } = exchange.errorDialect.name === "gemini" ? withoutKeys(exchange.query) : exchange;
  const isTranslated = decision.to !== null && decision.to !== decision.from;
  const translateTo = isTranslated ? (dialects.find(({ name }) => name === format) ?? null) : null;
  const { providers, upstreams } = table;
  const scaleInput =
    decided.scaleTokens === false ? null : scaleOf(decided, { providers, all: upstreams.all(), windowOf });
  const path = model === null ? exchange.path : withModel(exchange.path, model);
  const asks = { model: decision.model, clientKey: () => exchange.caller().key };
  const edits = editsFor(exchange, decided, providers);
  const place = { upstream, endpoint, url: placeAt(endpoint, path, query) };
  return { ...place, translateTo, model, scaleInput, asks, edits, decision };
};

/** A path that names its model, with another one. */
const withModel = (path: string, model: string): string =>
  path.replace(/(\/models\/)[^/:]+(?=:)/, (_, before: string) => before + encodeURIComponent(model));

/** What changes in the client's own words. In one format the model stands in the path. */
const editsFor = (exchange: Exchange, decided: Decided, providers: readonly Provider[]): readonly Edit[] => {
  const { dialect, body, request } = exchange;
  const { thinking, hasThinkingSwitch: hasSwitch, decision, upstream } = decided;
  if (body.kind !== "held" || request.headers.has("content-encoding")) return [];
  const named = modelEdits(exchange, decided);
  if (thinking === null || dialect === null) return named;
  const provider = providers.find(({ name }) => name === upstream.provider);
  // What is written anew for another format gets its budget there, if it needs one.
  const canBeAdaptive =
    decision.to !== decision.from ||
    (provider !== undefined && takesOf(provider, dialect.name, decision.model).reasoning?.canBeAdaptive === true);
  return [...named, ...thinkingEdits(thinking, { dialect: dialect.name, body: body.bytes, hasSwitch, canBeAdaptive })];
};

const modelEdits = ({ path }: Exchange, { model, decision }: Decided): readonly Edit[] =>
  model === null || decision.to !== decision.from || withModel(path, model) !== path
    ? []
    : [{ kind: "body", by: "plan", do: "set", path: ["model"], value: model }];

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
