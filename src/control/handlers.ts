import type { Config } from "../config/layers/load.ts";
import { settingNames, settings } from "../config/schema.ts";
import { keysOf } from "../core/own-keys.ts";
import type { Upstream } from "../core/provider.ts";
import type { Upstreams } from "../state/upstreams.ts";
import { cacheHandlers } from "./cache.ts";
import type { ConfigView, Handlers, UpstreamView } from "./contract.ts";
import { decide } from "./deciding.ts";
import type { Engine } from "./engine.ts";
import { everywhere } from "./everywhere.ts";
import { memoryHandlers } from "./memory.ts";
import { requestHandlers } from "./requests.ts";
import { sessionHandlers } from "./sessions.ts";
import { settingView } from "./setting-view.ts";
import { statusline } from "./statusline.ts";
import { switchUpstream } from "./switching.ts";

/** Every call of the contract, on this engine. */
export const createHandlers = (engine: Engine): Handlers => ({
  status: async () => engine.status(),
  upstreams: async () => ({
    current: engine.upstreams.current(),
    upstreams: engine.upstreams.all().map((upstream) => upstreamView(upstream, engine)),
    draining: drainingOf(engine),
  }),
  testUpstreams: ({ name }) => {
    const chosen = name === null ? engine.upstreams.all() : [engine.upstreams.named(name)];
    return Promise.all(chosen.map(async (upstream) => ({ name: upstream.name, ...(await engine.examine(upstream)) })));
  },
  switchUpstream: (ask) => switchUpstream(ask, engine),
  resetUpstream: async ({ name }) => {
    const forgotten = engine.resetUpstream(engine.upstreams.named(name));
    engine.audit.note("upstream-reset", "control", { name, ...forgotten });
    return { name, ...forgotten };
  },
  models: ({ upstream }) => engine.models(upstream ?? engine.upstreams.current()),
  stats: (question) => engine.ledger.stats(question),
  everywhere: (question) => everywhere(question, engine.ledger),
  translations: ({ since, until }) => engine.ledger.translations(since, until),
  ...sessionHandlers(engine),
  ...memoryHandlers(engine),
  ...engine.limits,
  ...engine.budgets,
  ...engine.web,
  ...cacheHandlers(engine),
  statusline: (ask) => statusline(ask, engine),
  config: async () => configViewOf(engine),
  receipt: async ({ label }) => engine.receipt(label),
  lendUpstream: async (lent) => {
    await engine.lend(lent);
    engine.audit.note("upstream-lent", "control", { name: lent.name, origin: new URL(lent.endpoint).origin });
    return { name: lent.name };
  },
  reload: ({ secrets = {} }) => engine.reload(secrets),
  ...requestHandlers(engine),
  decide: (ask) => decide(ask, engine),
  handOver: (ask) => engine.handOver(ask),
  stop: async ({ drainMs }) => {
    engine.stop(drainMs);
    return { inFlight: engine.ledger.inFlight() };
  },
});

const configViewOf = (engine: Engine): ConfigView => {
  const { generation, config, written, file, envFile } = engine.config();
  const settings = settingNames.map((name) => settingView(name, config, engine.upstreams, written));
  return { generation, file, envFile, settings };
};

const drainingOf = ({ upstreams, busy }: Engine) => {
  const known = upstreams.all().map(({ name }) => name);
  return [...busy()].flatMap(([name, inFlight]) => (known.includes(name) ? [] : [{ name, inFlight }]));
};

/** An upstream as people see it. */
export const upstreamView = (
  upstream: Upstream,
  {
    upstreams,
    inFlightOn,
    takesAnyKey,
    standing,
  }: Pick<Engine, "inFlightOn" | "takesAnyKey" | "standing"> & { readonly upstreams: Pick<Upstreams, "current"> },
): UpstreamView => ({
  name: upstream.name,
  provider: upstream.provider,
  region: upstream.region,
  endpoint: upstream.origin + (upstream.endpoints[0]?.path ?? ""),
  dialects: [...new Set(upstream.endpoints.flatMap(({ dialects }) => dialects))],
  addresses: upstream.endpoints.map(({ dialects, origin, path }) => ({ dialects, url: origin + path })),
  isCurrent: upstreams.current() === upstream.name,
  takesAnyKey: takesAnyKey(upstream.provider),
  key: upstream.keyHint,
  keys: keysOf(upstream).map(({ hint }) => hint),
  inFlight: inFlightOn(upstream.name),
  ...standing(upstream),
});

/** The names of settings that have changed but are only read at the start. */
export const needingRestart = (before: Config, after: Config): readonly string[] =>
  settingNames.filter(
    (name) => settings[name].restart && JSON.stringify(before.values[name]) !== JSON.stringify(after.values[name]),
  );
