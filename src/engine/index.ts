import type { ColdCache } from "../control/contract.ts";
import type { Engine } from "../control/engine.ts";
import type { ModelsView } from "../core/model-view.ts";
import type { Upstream } from "../core/provider.ts";
import { aboutAt, knownAt } from "../meter/prices/at-upstream.ts";
import { providers } from "../providers/index.ts";
import { rehearsalIn } from "../rehearsal/in-daemon.ts";
import { catalogue } from "../routing/catalogue.ts";
import { createDetails } from "../state/detail/index.ts";
import { requestBodyOf } from "../state/detail/request-body.ts";
import type { State } from "../state/index.ts";
import { createMemoryDesk } from "../state/memory/desk.ts";
import { runningViews } from "../state/running.ts";
import { coldCache } from "../state/sessions/cold-cache.ts";
import { windowTokens } from "../state/sessions/window.ts";
import { standingWith } from "../state/standings.ts";
import { traceIn } from "../state/traces/files.ts";
import { traceRulesFrom } from "../state/traces/index.ts";
import { auto } from "../state/upstreams.ts";
import { cancelIn } from "../upstream/cancel.ts";
import { examine } from "../upstream/examine.ts";
import { probeAll } from "../upstream/health.ts";
import { limitsView, tokenUseIn } from "../wiring/limiting.ts";
import { askedIn, elsewhereAt, keyMissing, modelThere } from "./elsewhere.ts";
import { type Parts, statusOf } from "./facts.ts";

/** What the control handlers work with, made of a running daemon. */
export const engineOf = (parts: Parts): Engine => {
  const { state, live, simulator, clock } = parts;
  const { upstreams, ledger, sessions, notices, audit } = state;
  return {
    pins: state.pins,
    ...desksOf(parts),
    overrides: state.overrides,
    upstreams: { ...upstreams, all: () => upstreams.all().map(simulator.shown) },
    ledger,
    sessions,
    notices,
    audit,
    status: () => statusOf(parts),
    today: state.today.view,
    shadowOf: (session) => state.shadow.ofSession(session),
    now: clock.now,
    config: () => ({
      generation: live.runtime().generation,
      config: live.settings().config,
      written: live.written().config,
      file: parts.configFile,
      envFile: parts.envFile,
    }),
    reload: (secrets) => parts.reload(secrets),
    probe: async (upstream) => probeAll(await simulator.locate(upstream), live.runtime().egress, 5000, clock.tick),
    examine: async (upstream) => {
      const { egress, dialects } = live.runtime();
      const located = await simulator.locate(upstream);
      return examine(located, { providers, egress, dialects, names: parts.names, limitMs: 5000, tick: clock.tick });
    },
    models: (upstream) => modelsOf(parts, upstream),
    busy: () => countsOf([...ledger.running()].flatMap(({ notes }) => notes.upstream ?? [])),
    inFlightOn: (name) => [...ledger.running()].filter(({ notes }) => name === null || notes.upstream === name).length,
    takesAnyKey: (provider) => providers.some(({ name, takesAnyKey }) => name === provider && takesAnyKey),
    ...aboutStandings(state),
    series: (question) => state.series.view(question, ledger.running()),
    ...aboutRequests(parts),
    ...aboutSwitching(parts),
    windowOf: (upstream, model) =>
      windowTokens(upstream, model, {
        upstreams: parts.state.upstreams.all(),
        prices: parts.meter.prices,
        now: parts.clock.now(),
      }),
    rehearse: rehearsalIn(parts),
    receipt: state.receipts.of,
    lend: parts.lend,
    ...{ stop: parts.stop, handOver: parts.handOver },
  };
};

const desksOf = (parts: Parts): Pick<Engine, "memory" | "limits" | "budgets" | "cache" | "web"> => ({
  web: parts.web.desk,
  budgets: parts.state.stops.desk,
  cache: parts.state.answerCache.desk,
  memory: memoryDeskOf(parts),
  limits: {
    limits: () => limitsView(parts.live.settings().config.values, parts),
    tokenUse: () => tokenUseIn(parts.state.ledger, parts.clock.now()),
  },
});

/** One truth of how an upstream is: what came back from it, and what decides whether it is asked. */
const aboutStandings = ({ tally, availability }: State): Pick<Engine, "standing" | "resetUpstream"> => ({
  standing: (upstream) => standingWith(tally.standing(upstream.name), availability.look(upstream)),
  resetUpstream: (upstream) => {
    tally.forget(upstream.name);
    return availability.reset(upstream);
  },
});

const memoryDeskOf = ({ state, meter, live }: Parts): Engine["memory"] =>
  createMemoryDesk({
    memory: state.memory,
    measure: meter.measure,
    learning: state.learning,
    mode: () => live.settings().config.values["memory.mode"],
    policy: () => {
      const { values } = live.settings().config;
      return { isOn: values["memory.learning"] === "on", profile: values["memory.reward_profile"] };
    },
  });

type AboutRequests = "recent" | "running" | "request" | "requestsLike" | "requestBody" | "cancel";

const aboutRequests = (parts: Parts): Pick<Engine, AboutRequests> => {
  const { state, underWay } = parts;
  const { ledger, kept, tally } = state;
  return {
    recent: tally.recent,
    running: () => runningViews(ledger.running()),
    request: detailsOf(parts),
    requestsLike: (beginning, limit) => requestsLike(parts, beginning, limit),
    requestBody: (id) => requestBodyOf(kept.find(id)),
    // A call goes on for a while behind the last word of its answer, and then there is nothing to cancel any more.
    cancel: (id) => ledger.runningOne(id) !== null && cancelIn(underWay, id),
  };
};

/** Upstreams with keys of ours are asked for their lists, all at once. */
const modelsOf = async ({ live, simulator, prices, clock }: Parts, upstream: string): Promise<ModelsView> => {
  const { lists, table } = live.runtime();
  const now = clock.now();
  const asked = table.upstreams.all().filter(({ key, isLent }) => !isLent && key !== null);
  const found = await Promise.all(
    asked.map(async (one) => ({ name: one.name, list: await lists.of(await simulator.locate(one)) })),
  );
  const sources = {
    ...{ table, upstream },
    lists: new Map(found.flatMap(({ name, list }) => (list.models === null ? [] : [[name, list.models] as const]))),
    known: (one: Upstream) => knownAt(one, prices, now),
    about: (one: Upstream, model: string) => aboutAt(one, model, prices, now),
  };
  const unlisted = found.flatMap(({ name, list: { trouble } }) =>
    trouble === null ? [] : [{ upstream: name, why: trouble }],
  );
  return { ...catalogue(sources), unlisted };
};

const aboutSwitching = (parts: Parts): Pick<Engine, "coldCache" | "elsewhere" | "keyMissing"> => ({
  coldCache: (from, to, session) => coldCacheOf(parts, from, to, session),
  elsewhere: (upstream, lately) => elsewhereAt(upstream, askedIn(lately), parts.live.runtime().table),
  keyMissing: (upstream, lately) => keyMissing(upstream, lately, { providers, upstreams: parts.state.upstreams.all() }),
});

/** What a switch costs the conversations that go on; where each goes to a vendor of its own, nobody can say. */
const coldCacheOf = async (
  { state, meter, clock, live }: Parts,
  from: string,
  to: string,
  session: string | null,
): Promise<ColdCache | null> => {
  if (to === auto) return null;
  const { all, named } = state.upstreams;
  const leaving = all().filter(({ name }) => name !== to && (from === auto || name === from));
  const sessions = (await state.sessions.list()).filter(({ id }) =>
    session === null ? state.pins.of(id) === null : id === session,
  );
  const target = named(to);
  const there = (model: string): string => modelThere(target, model, live.runtime().table);
  return coldCache(sessions, { leaving, to: target, modelThere: there, prices: meter.prices, now: clock.now() });
};

/** Where no ledger is kept the latest are known all the same. */
const requestsLike = async ({ state }: Parts, beginning: string, limit: number): Promise<readonly string[]> => {
  const known = [...state.ledger.running(), ...state.tally.recent(Number.POSITIVE_INFINITY)];
  const alike = known.flatMap(({ id }) => (id.startsWith(beginning) ? [id] : []));
  const all = new Set([...alike, ...(await state.ledger.idsLike(beginning, limit))]);
  return [...all].sort().reverse().slice(0, limit);
};

/** Tells of one request what is known here of it. */
const detailsOf = ({ state, live, home, meter }: Parts) =>
  createDetails({
    running: (id) => state.ledger.runningOne(id),
    kept: state.kept,
    ended: async (id) => state.tally.latest(id) ?? (await state.ledger.request(id)),
    routed: (id) => state.ledger.routed(id),
    trace: (id) => traceIn(traceRulesFrom(live.settings().config.values, home).folder, id),
    dialectNamed: (name) => live.runtime().dialects.find((dialect) => dialect.name === name) ?? null,
    lines: meter.lines,
  });

const countsOf = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};
