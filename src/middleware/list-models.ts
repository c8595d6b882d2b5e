import { clientKeys, keyOwner } from "../core/detect.ts";
import type { Dialect } from "../core/dialect.ts";
import type { DialectName } from "../core/dialect-name.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { type ListQuestion, listedAt } from "../core/list-path.ts";
import { type ListedModel, type ListShape, type ModelLists, shapeFor, type VendorList } from "../core/listed-model.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { ended } from "../core/outcome.ts";
import type { Upstream } from "../core/provider.ts";
import { rightsOf } from "../limits/rights.ts";
import { type Decided, decide } from "../routing/decide.ts";
import { isPattern } from "../routing/maps.ts";
import { type TraitServices, traitsOf } from "../routing/request-traits.ts";
import { spokenAt, type Table } from "../routing/table.ts";
import { type Choice, chooseUpstream } from "../routing/upstream.ts";
import { writeModel, writeModelList } from "../translation/model-list.ts";

/** What a list of models is made from. */
export type ListModelsServices = TraitServices & {
  readonly table: Table;
  readonly dialects: readonly Dialect[];
  readonly lists: ModelLists;
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  readonly needsToken: () => boolean;
};

/**
 * Answers which models there are where more than one vendor's word is needed for it: other upstreams with keys of ours,
 * names of `models:`, a list in another format than the client reads, or a token that may not use all of it. Where none of
 * that is so the vendor itself is asked and its bytes pass as they are.
 */
export const listModels: MiddlewareMaker<ListModelsServices> = {
  name: "list-models",
  isOptional: true,
  create: (services) => (exchange, next) => {
    const question = listedAt(exchange.request.method, exchange.path);
    return question === null || exchange.upgrade !== null ? next() : listed(exchange, question, services, next);
  },
};

const listed = async (
  exchange: Exchange,
  question: ListQuestion,
  services: ListModelsServices,
  next: Next,
): Promise<Response> => {
  const asking = askingOf(exchange, services);
  const { chosen, mayPass } = asking;
  const beside = await listedBeside(asking, services);
  if (mayPass && beside.models.length === 0) return next();
  const own =
    chosen === null || !asking.mayAsk(chosen.upstream) ? noList : await ownList(asking, chosen.upstream, services);
  if (mayPass && own.trouble !== null) return next(); // the vendor says best what is wrong
  const found = unique([...beside.aliases, ...(own.models ?? []), ...beside.models]);
  const models = found.filter(({ id }) => asking.mayUse(id));
  const troubles = own.trouble === null ? beside.troubles : [...beside.troubles, [chosen?.upstream.name, own.trouble]];
  if (found.length === 0)
    throw own.trouble === null && exchange.plan.refusal !== undefined
      ? exchange.plan.refusal
      : nothingListed(chosen, own.trouble);
  return answer(exchange, question, { models, asking, troubles }, next);
};

type Trouble = readonly (string | undefined)[];

const noList: VendorList = { models: [], trouble: null };

/** Who asks, and for what. */
type Asking = {
  readonly exchange: Exchange;
  readonly shape: ListShape;
  /** Where its chats of that format would go by name; null = nobody can tell. */
  readonly chosen: Choice | null;
  /** Whether that upstream has a list in the client's own format. */
  readonly isSpoken: boolean;
  /** Where a chat for this model would go; null = nowhere. */
  readonly leads: (model: string) => Decided | null;
  /** Whether who asks may use an upstream, and a model where it leads to. */
  readonly mayAsk: (upstream: Upstream) => boolean;
  readonly mayUse: (model: string) => boolean;
  /** Whether the bytes of that upstream's own list are an answer: in the client's format, and all of it may be used. */
  readonly mayPass: boolean;
};

const chatFormats: Readonly<Record<ListShape, DialectName>> = {
  anthropic: "anthropic",
  openai: "openai-chat",
  gemini: "gemini",
};

const askingOf = (exchange: Exchange, services: ListModelsServices): Asking => {
  const { table } = services;
  const traits = traitsOf(exchange, services);
  const shape = shapeFor(exchange.errorDialect.name);
  const dialect = chatFormats[shape];
  const chosen = orNull(() => chooseUpstream(traits, null, table, []));
  const isSpoken = chosen !== null && spokenAt(chosen.upstream).some((spoken) => shapeFor(spoken) === shape);
  const rights = exchange.token() === "right" ? rightsOf(exchange.caller().rules) : null;
  const leads = (model: string) => orNull(() => decide({ ...traits, dialect, manner: dialect, model }, table));
  return {
    ...{ exchange, shape, chosen, isSpoken, leads, mayPass: isSpoken && rights === null },
    mayAsk: ({ name }) => rights === null || rights(name, null),
    mayUse: (id) => {
      if (rights === null) return true;
      const { upstream, model } = leads(id) ?? { upstream: chosen?.upstream, model: null };
      return upstream !== undefined && rights(upstream.name, model ?? id);
    },
  };
};

/** What cannot be decided leads nowhere. */
const orNull = <T>(find: () => T): T | null => {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof ProxyError) return null;
    throw thrown;
  }
};

type Beside = {
  readonly aliases: readonly ListedModel[];
  /** The aliases and what other upstreams have. */
  readonly models: readonly ListedModel[];
  readonly troubles: readonly Trouble[];
};

/** What can be asked for besides what the chosen upstream lists. */
const listedBeside = async (asking: Asking, services: ListModelsServices): Promise<Beside> => {
  const aliases = aliasesFor(asking, services.table);
  const others = othersFor(asking, services);
  const found = await Promise.all(
    others.map(async (upstream) => ({ upstream, list: await services.lists.of(await services.locate(upstream)) })),
  );
  const reached = found.flatMap(({ upstream, list }) =>
    (list.models ?? []).filter(({ id }) => asking.leads(id)?.upstream.name === upstream.name),
  );
  const troubles = found.flatMap(({ upstream, list: { trouble } }) =>
    trouble === null ? [] : [[upstream.name, trouble]],
  );
  return { aliases, models: [...aliases, ...reached], troubles };
};

/** The names that `models:` has made up, as far as a chat of this client would find what they mean. */
const aliasesFor = ({ leads }: Asking, { maps }: Table): readonly ListedModel[] => {
  const names = [...maps.values()].flatMap((mappings) => mappings.map(({ glob }) => glob.text));
  return [...new Set(names)].flatMap((id) => {
    const meant = isPattern(id) ? null : leads(id);
    return meant === null || meant.model === null ? [] : [aliasOf(id, meant.model)];
  });
};

const aliasOf = (id: string, model: string): ListedModel => ({
  ...{ id, label: `${id} (${model})`, createdAt: null, owner: "proxy-cli" },
  ...{ windowTokens: null, maxOutputTokens: null, methods: null, entry: null },
});

/**
 * Upstreams that have a key of ours and that a model's name may lead to. A client whose own key binds it to a vendor is
 * led nowhere else, and a client without the token may not use a key of ours.
 */
const othersFor = ({ exchange, chosen, mayAsk }: Asking, services: ListModelsServices): readonly Upstream[] => {
  const { table, needsToken } = services;
  if (chosen !== null && !chosen.rule.startsWith("auto")) return [];
  const isBound = clientKeys(exchange.request.headers).some((key) => keyOwner(table.providers, key) !== null);
  if (isBound && table.routes.length === 0) return [];
  if (needsToken() && exchange.token() !== "right") return [];
  return table.upstreams
    .all()
    .filter((upstream) => upstream.key !== null && !upstream.isLent && upstream.name !== chosen?.upstream.name)
    .filter(mayAsk);
};

const ownList = async (
  { exchange }: Asking,
  upstream: Upstream,
  { lists, locate, needsToken }: ListModelsServices,
): Promise<VendorList> => {
  const located = await locate(upstream);
  if (upstream.key === null) return lists.forClient(exchange, located);
  const mayUse = !needsToken() || exchange.token() === "right";
  return mayUse ? lists.of(located) : { models: null, trouble: "its key is for who shows the token" };
};

/** Each name once: what comes first counts. */
const unique = (models: readonly ListedModel[]): readonly ListedModel[] => {
  const seen = new Set<string>();
  return models.filter(({ id }) => !seen.has(id) && seen.add(id));
};

const nothingListed = (chosen: Choice | null, trouble: string | null): ProxyError =>
  new ProxyError(
    "upstream_protocol",
    chosen === null
      ? "No upstream here has a list of models."
      : `Upstream "${chosen.upstream.name}" gave no list of models${trouble === null ? "" : `: ${trouble}`}.`,
    { hint: "What is wrong with it: proxy-cli upstreams test" },
  );

type Listed = {
  readonly models: readonly ListedModel[];
  readonly asking: Asking;
  readonly troubles: readonly Trouble[];
};

const answer = (
  exchange: Exchange,
  { model }: ListQuestion,
  { models, asking: { shape, isSpoken, mayUse }, troubles }: Listed,
  next: Next,
): Response | Promise<Response> => {
  const one = model === null ? null : (models.find(({ id }) => id === model) ?? null);
  if (model !== null && one === null) {
    if (isSpoken && mayUse(model)) return next(); // vendors know more than they list
    throw new ProxyError("not_found", `There is no model "${model}" here.`, {
      hint: "Ask for the list without a name to see what there is.",
    });
  }
  const json =
    one === null ? writeModelList(models, shape, new URLSearchParams(exchange.query)) : writeModel(one, shape);
  const body = JSON.stringify(json);
  exchange.notes.bytesOut = Buffer.byteLength(body);
  exchange.settle(ended(200));
  const headers = new Headers({ "content-type": "application/json", "x-proxy-request-id": exchange.id });
  if (troubles.length > 0) headers.set("x-proxy-notes", notes(troubles));
  return new Response(body, { headers });
};

const notes = (troubles: readonly Trouble[]): string =>
  troubles
    .map(([name, why]) => `models.left-out; dropped=1; why="${name}: ${why?.replaceAll('"', "'")}"`)
    .join(", ")
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 2000);
