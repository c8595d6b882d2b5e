import type { Upstream } from "../../src/core/provider.ts";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { defaultModelAt } from "../../src/routing/model-map.ts";
import type { Table } from "../../src/routing/table.ts";
import type { Traits } from "../../src/routing/traits.ts";
import { upstreamOf } from "./exchange.ts";

/** What decisions are made from where nothing is configured. */
export const tableOf = (upstreams: Table["upstreams"], more: Partial<Table> = {}): Table => ({
  upstreams,
  providers,
  routes: [],
  fallbacks: [],
  maps: new Map(),
  vendors: new Map(),
  scalesTokens: false,
  standIn: (asked, upstream) => defaultModelAt(asked, upstream, providers),
  ...more,
});

/** The same for these upstreams, with this one as the current. */
export const tableWith = (
  known: readonly Upstream[],
  { current = "auto", ...more }: Partial<Table> & { readonly current?: string } = {},
): Table =>
  tableOf(
    {
      all: () => known,
      named: (name) => known.find((one) => one.name === name) ?? upstreamOf("simulator", { name: `no ${name}` }),
      current: () => current,
    },
    more,
  );

/** What the plan is made with besides what a test is about. */
export const planServices = (upstreams: Table["upstreams"], more: Partial<Table> = {}) => ({
  table: tableOf(upstreams, more),
  dialects,
  windowOf: () => null,
  estimate: () => 0,
  pinOf: () => null,
  sessionOf: () => null,
  stayOf: () => null,
  random: () => 0,
});

/** A plain request of a chat. */
export const traitsWith = (more: Partial<Traits> = {}): Traits => ({
  path: "/v1/messages",
  headers: new Headers(),
  dialect: "anthropic",
  manner: more.dialect ?? "anthropic",
  counted: null,
  isSocket: false,
  model: "claude-sonnet-4-5",
  ambiguous: [],
  stream: false,
  fixed: null,
  client: null,
  addressee: null,
  pin: () => null,
  session: () => null,
  content: () => ({ unknown: null, images: 0, tools: [], isThinking: false, inputTokens: () => 10 }),
  mayHoldImage: () => true,
  ...more,
});
