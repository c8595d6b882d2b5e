import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Ask, Contract } from "../../src/control/contract.ts";
import { createHandlers } from "../../src/control/handlers.ts";
import { asProxyError } from "../../src/core/errors.ts";
import { type Control, startControl } from "../support/control.ts";
import { engineOf } from "../support/engine.ts";
import { until } from "../support/wait.ts";

/** A question for every call of the contract; the type demands that none is left out. */
const questions: { readonly [Name in keyof Contract]: Ask<Name> } = {
  status: {},
  limits: {},
  tokenUse: {},
  upstreams: {},
  testUpstreams: { name: null },
  switchUpstream: { name: "openai", force: false, dryRun: true },
  resetUpstream: { name: "openai" },
  models: { upstream: null },
  sessions: { since: 0, limit: 1 },
  session: { id: "s_12345678" },
  endSession: { id: "s_12345678" },
  compressSession: { id: "s_12345678", mode: null },
  budgets: {},
  allowBudget: { about: "s_12345678", more: null },
  stopBudget: { about: "s_12345678" },
  resetBudget: { about: "s_12345678" },
  stats: { since: 0, by: "upstream" },
  everywhere: { since: 0, by: "daemon" },
  translations: { since: 0, until: null },
  statusline: { toolSession: null },
  config: {},
  receipt: { label: "run-1" },
  lendUpstream: { name: "via-x", endpoint: "http://127.0.0.1:9", type: "openai", prefix: "/v1" },
  reload: {},
  recent: { limit: 3 },
  running: {},
  series: { windowMs: 120_000, bins: 2 },
  request: { id: "r_1" },
  requestsLike: { beginning: "r_", limit: 3 },
  requestBody: { id: "r_1" },
  cancelRequest: { id: "r_1" },
  decide: { id: "r_1", file: null },
  memories: { session: null, limit: 3 },
  memory: { id: "m_7f3a9c2b1d" },
  memoriesRecalled: { ids: [] },
  rememberMemory: { text: "a note", session: null },
  pinMemory: { id: "m_7f3a9c2b1d", isPinned: true },
  forgetMemories: { which: "id", id: "m_7f3a9c2b1d" },
  memoryStats: {},
  cacheStats: { limit: 3 },
  cachedAnswer: { key: "00ff", withBody: false },
  clearCache: { key: null },
  memoryPolicy: {},
  resetMemoryPolicy: {},
  resetMemory: { session: "s_12345678", isDry: true },
  openWeb: { port: null },
  closeWeb: {},
  handOver: { step: "lend", pid: 1, drainMs: null },
  stop: { drainMs: null },
};
const names = Object.keys(questions) as readonly (keyof Contract)[];

const { engine } = engineOf();
const handlers = createHandlers(engine);
let control: Control;
beforeAll(async () => {
  control = startControl(handlers);
  await until("the day's figures are known", () => engine.today() !== null); // else one of two answers has them
});
afterAll(async () => {
  await control.server.stop();
  await engine.ledger.stop();
});

test("the daemon offers exactly what the contract names", () => {
  expect(Object.keys(handlers).toSorted()).toEqual(names.toSorted());
});

describe("over a socket a client gets the daemon's own answer, nothing lost in JSON, to", () => {
  test.each(names)("%s", async (name) => {
    const asked = (calls: Record<string, (ask: unknown) => Promise<unknown>>) =>
      calls[name]?.(questions[name]).catch((thrown: unknown) => {
        const { code, message, hint } = asProxyError(thrown);
        return { code, message, hint };
      });

    const own = await asked(handlers as never);
    const answer = await asked(control.client as never);

    expect(answer).toBeDefined();
    expect(answer).toEqual(own);
  });
});
