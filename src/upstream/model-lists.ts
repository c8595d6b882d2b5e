import { clientKeys } from "../core/detect.ts";
import type { Dialect } from "../core/dialect.ts";
import { asProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { type ListedModel, type ModelLists, shapeFor, type VendorList } from "../core/listed-model.ts";
import { placeAt, withoutKeys } from "../core/place.ts";
import type { Address, Provider, Upstream } from "../core/provider.ts";
import { parsedJson } from "../lib/json.ts";
import { orAborted } from "../lib/or-aborted.ts";
import { unpacked } from "../lib/unpacked.ts";
import { nextPage, readModelList } from "../translation/model-list.ts";
import { keyHeaderFor } from "./keys.ts";
import { listingOf } from "./listing.ts";
import type { Names } from "./names.ts";
import { type Outgoing, type SendServices, send } from "./send.ts";

type Services = Pick<SendServices, "providers" | "egress"> & {
  readonly names: Names;
  readonly dialects: readonly Dialect[];
  readonly tick: () => number;
  /** How long one upstream is waited for. */
  readonly limitMs: number;
};

const keptMs = 300_000;
/** What does not answer is not waited for by everybody who asks. */
const troubleKeptMs = 15_000;
const mostPages = 10;
const mostBytes = 8 * 1024 * 1024;

/** Made anew with each configuration: what was kept under another key is gone with it. */
export const createModelLists = (services: Services): ModelLists => {
  const kept = new Map<string, { readonly until: number; readonly list: Promise<VendorList> }>();
  const { tick } = services;
  return {
    of: (upstream) => {
      const name = `${upstream.name} ${upstream.origin}`; // the simulator is somewhere else after each start
      const before = kept.get(name);
      if (before !== undefined && before.until > tick()) return before.list;
      const list = listAt(upstream, { exchange: null }, services);
      kept.set(name, { until: tick() + keptMs, list });
      void list.then(({ trouble }) => {
        if (trouble !== null) kept.set(name, { until: tick() + troubleKeptMs, list });
      });
      return list;
    },
    forClient: (exchange, upstream) => listAt(upstream, { exchange }, services),
  };
};

/** Whose question it is; null = our own. */
type Client = { readonly exchange: Pick<Exchange, "request" | "query" | "errorDialect"> | null };

/** What goes along of a client's request: all where it speaks the format, else the key alone, as it is shown there. */
const clientsPart = (
  { exchange }: Client,
  upstream: Upstream,
  dialect: Dialect,
  providers: readonly Provider[],
): { readonly headers: Readonly<Record<string, string>>; readonly query: string; readonly errorDialect: Dialect } => {
  if (exchange === null) return { headers: {}, query: "", errorDialect: dialect };
  const { request, query, errorDialect } = exchange;
  if (shapeFor(errorDialect.name) === shapeFor(dialect.name)) {
    const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "accept-encoding"));
    return { headers, query, errorDialect };
  }
  const [key] = [...clientKeys(request.headers), ...withoutKeys(query).keys];
  const { name, prefix } = keyHeaderFor(upstream, dialect.name, providers);
  const headers = key === undefined ? {} : { [name]: `${prefix}${key}` };
  return { headers: { ...headers, ...hopHeader(request.headers) }, query: "", errorDialect: dialect };
};

/** So that a circle that leads through another vendor's format ends too. */
const hopHeader = (headers: Headers): Readonly<Record<string, string>> => {
  const hops = headers.get("x-proxy-hop");
  return hops === null ? {} : { "x-proxy-hop": hops };
};

/** Asks its addresses one after the other: not each of a vendor's formats has a list. */
const listAt = async (upstream: Upstream, client: Client, services: Services): Promise<VendorList> => {
  const line = new AbortController();
  const timer = setTimeout(() => line.abort(new Error("late")), services.limitMs);
  let trouble = "it has no address";
  try {
    for (const endpoint of upstream.endpoints) {
      const found = await pagesAt({ upstream, endpoint, client }, services, line.signal);
      if (typeof found !== "string") return { models: found, trouble: null };
      trouble = found;
    }
    return { models: null, trouble };
  } catch (thrown) {
    return { models: null, trouble: line.signal.aborted ? "no answer in time" : asProxyError(thrown).message };
  } finally {
    clearTimeout(timer);
  }
};

type Door = { readonly upstream: Upstream; readonly endpoint: Address; readonly client: Client };

/** The models of all its pages; in words why there are none. */
const pagesAt = async (
  door: Door,
  services: Services,
  signal: AbortSignal,
): Promise<readonly ListedModel[] | string> => {
  const { upstream, endpoint } = door;
  const { names, egress } = services;
  const checked = egress(endpoint.origin) === null ? names.check(upstream, endpoint.origin) : null;
  if (checked !== null) await orAborted(checked, signal);
  const models: ListedModel[] = [];
  const { query: first } = listingOf(endpoint);
  for (let [query, page]: [string, number] = [first, 0]; page < mostPages; page++) {
    const body = await bodyOf(door, query, services, signal);
    if (typeof body === "string") return body;
    const listed = readModelList(body.json);
    if (listed === null) return "its answer is no list of models";
    models.push(...listed);
    const next = nextPage(body.json);
    if (next === null) break;
    query = `${first === "" ? "?" : `${first}&`}${next.name}=${encodeURIComponent(next.value)}`;
  }
  return models;
};

const bodyOf = async (
  { upstream, endpoint, client }: Door,
  query: string,
  { providers, egress, dialects }: Services,
  signal: AbortSignal,
): Promise<{ readonly json: unknown } | string> => {
  const { path, headers } = listingOf(endpoint);
  const dialect = dialects.find(({ name }) => endpoint.dialects.includes(name));
  if (dialect === undefined) return "no format that we know";
  const own = clientsPart(client, upstream, dialect, providers);
  const outgoing: Outgoing = {
    ...{ query: own.query, body: { kind: "none" }, edits: [], dialect, errorDialect: own.errorDialect },
    request: new Request("http://proxy-cli", { headers: { ...headers, ...own.headers } }),
    notes: { stream: false },
  };
  const target = { upstream, endpoint, url: placeAt(endpoint, path, query) };
  const response = await send(outgoing, target, { providers, egress }, signal);
  if (!response.ok) {
    await response.body?.cancel();
    return `${response.status} to the list of models`;
  }
  const bytes = await wholeOf(response);
  const plain = bytes === null ? null : unpacked(bytes, response.headers.get("content-encoding"), mostBytes);
  return plain === null ? "its list of models is too large" : { json: parsedJson(new TextDecoder().decode(plain)) };
};

const wholeOf = async ({ body }: Response): Promise<Uint8Array | null> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > mostBytes) return null; // leaving the loop cancels the rest
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};
