import { loadConfig } from "../../src/config/layers/load.ts";
import type { SettingName } from "../../src/config/schema.ts";
import type { Engine } from "../../src/control/engine.ts";
import type { Notice } from "../../src/core/notice.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { choiceStore } from "../../src/state/choices.ts";
import { createMemoryDesk } from "../../src/state/memory/desk.ts";
import { unknownBin } from "../../src/state/series/bins.ts";
import { unknownStanding } from "../../src/state/standings.ts";
import { quietStatus } from "./control.ts";
import { upstreamOf } from "./exchange.ts";
import { notLate } from "./pages.ts";
import { stateOf } from "./state.ts";

/** The configuration that these flags make. */
export const configOf = (flags: Readonly<Partial<Record<SettingName, string>>> = {}) =>
  loadConfig({ text: null, file: "config.yaml", env: {}, flags });

/** An engine with real stores in a folder of its own and four upstreams, on `anthropic`; all else stands still. */
export const engineOf = (more: Partial<Engine> = {}) => {
  const { state, paths } = stateOf(
    ["anthropic", "openai", "mistral", "zai"].map((name) => upstreamOf(name)),
    "anthropic",
  );
  const { upstreams, ledger, sessions, notices, audit } = state;
  const heard: Notice[] = [];
  notices.listen((notice) => void heard.push(notice));
  const engine: Engine = {
    upstreams,
    ledger,
    sessions,
    notices,
    audit,
    status: () => quietStatus,
    today: state.today.view,
    budgets: state.stops.desk,
    now: () => 1_800_000_000_000,
    config: () => ({
      generation: 1,
      config: configOf({ upstream: "anthropic" }),
      written: configOf({ upstream: "anthropic" }),
      file: paths.config,
      envFile: null,
    }),
    reload: async () => ({ generation: 2, needsRestart: [], warnings: [] }),
    probe: async () => ({ reachable: true, latencyMs: 12, reason: null }),
    examine: async () => ({ reachable: true, latencyMs: 12, reason: null, stages: [] }),
    models: async (upstream) => ({ upstream, models: [], aliases: [], unlisted: [] }),
    busy: () => new Map(),
    inFlightOn: () => 0,
    takesAnyKey: () => false,
    standing: () => unknownStanding,
    resetUpstream: () => ({ wasOpen: true, coolDowns: 2 }),
    cache: state.answerCache.desk,
    web: {
      openWeb: async () => ({
        ...{ link: "http://127.0.0.1:1/_ui/login#code", linkUntilAt: 1_800_000_060_000 },
        ...{ url: "http://127.0.0.1:1/_ui/", visitors: 0, wasOn: false },
      }),
      closeWeb: async () => ({ wasOn: false }),
    },
    recent: () => [],
    running: () => [],
    limits: {
      limits: async () => ({
        ...{ rules: [], levels: [], queue: { max: 0, maxWaitMs: 30_000, waiting: [] } },
        overload: notLate,
      }),
      tokenUse: async () => ({ tokens: [] }),
    },
    series: ({ bins }) => ({
      at: 1_800_000_000_000,
      binMs: 1000,
      bins: Array.from({ length: bins }, () => unknownBin(0)),
    }),
    request: async () => null,
    requestsLike: async () => [],
    requestBody: () => ({ text: null, why: "it is not kept any more" }),
    rehearse: async (id, file) => ({
      ...{ id, source: "memory", file: file ?? paths.config, before: null, now: null },
      ...{ refusal: { code: "upstream_undecided", message: "Nobody can tell.", hint: null }, remarks: [] },
    }),
    cancel: () => false,
    coldCache: async () => null,
    elsewhere: () => ({ formats: [], models: [], losses: [] }),
    keyMissing: () => null,
    pins: state.pins,
    memory: createMemoryDesk({
      ...{ memory: state.memory, learning: state.learning, measure, mode: () => "balanced" },
      policy: () => ({ isOn: false, profile: "BALANCED" }),
    }),
    overrides: state.overrides,
    windowOf: () => null,
    receipt: () => null,
    lend: async () => undefined,
    stop: () => undefined,
    handOver: async () => ({ run: "1-1", isShared: true, inFlight: 0 }),
    ...more,
  };
  return { engine, heard, state, choices: choiceStore(paths.state) };
};
