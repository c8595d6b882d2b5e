import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { KeyHomes } from "../src/availability/key-homes.ts";
import type { Settings } from "../src/config/read.ts";
import { alwaysAvailable } from "../src/core/availability.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Notice } from "../src/core/notice.ts";
import { noFacts } from "../src/core/price.ts";
import { Live } from "../src/live.ts";
import type { Runtime } from "../src/runtime.ts";
import { openMemory } from "../src/state/memory/index.ts";
import { createWatchdog } from "../src/upstream/watchdog.ts";
import { nothingAnswered } from "./support/answer-cache.ts";
import { configOf } from "./support/engine.ts";
import { upstreamOf } from "./support/exchange.ts";
import { gateAlone } from "./support/gate.ts";
import { fixedPrices, plainMeter } from "./support/meter.ts";
import { nothingAsked } from "./support/own-calls.ts";
import { runs } from "./support/runs.ts";
import { engineWith } from "./support/shortened.ts";
import { stateOf } from "./support/state.ts";
import { tokensWith } from "./support/tokens.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const settingsOf = (flags: Parameters<typeof configOf>[0] = {}, names = ["anthropic", "openai"]): Settings => ({
  config: configOf(flags),
  upstreams: names.map((name) => upstreamOf(name)),
  models: [],
});

/** A configuration in force whose files say what `next` holds. */
const live = (settings: Settings) => {
  const { state } = stateOf(settings.upstreams, "auto");
  closing.push(() => state.ledger.stop());
  const heard: Notice[] = [];
  state.notices.listen((notice) => void heard.push(notice));
  const files: { next: () => Settings } = { next: () => settings };
  const surroundings = {
    upstreams: state.upstreams,
    sessions: state.sessions,
    watchdog: createWatchdog(() => 0, 1000),
    underWay: new Set<never>(),
    tick: () => 0,
    locate: async (upstream: Settings["upstreams"][number]) => upstream,
    names: { check: () => null },
    tokens: tokensWith(),
    meter: plainMeter(),
    prices: fixedPrices,
    modelFacts: () => noFacts,
    home: { home: "/nowhere", traces: "/nowhere/traces" },
    traces: { tracer: () => null },
    kept: { keeper: () => null },
    pins: { size: () => 0, of: () => null },
    stays: { size: () => 0, of: () => null, ended: () => undefined },
    overrides: { size: () => 0, of: () => null },
    learning: { armOf: () => null },
    gate: gateAlone().gate,
    isExposed: false,
    memory: openMemory(
      { replay: null, originals: null },
      () => 0,
      () => undefined,
    ),
    engine: engineWith().engine,
    memoryFailed: () => undefined,
    log: { write: () => undefined },
    ...nothingAsked,
    ...nothingAnswered(),
    own: { take: () => [], load: async () => undefined, keep: () => undefined, troubles: () => [] },
    ownFailed: () => undefined,
    planned: () => undefined,
    now: () => 0,
    onWarnings: () => undefined,
    timescale: 1,
    isSafeMode: false,
    stops: state.stops,
    shadow: { set: () => undefined },
    counting: { begin: () => undefined, of: () => null },
    paranoid: null,
    availability: { under: () => alwaysAvailable, keyHomes: new KeyHomes(), probe: () => undefined },
  };
  return { live: new Live({ settings, read: () => files.next(), state, surroundings }), state, files, heard };
};

const broken = (): never => {
  throw new ProxyError("config_invalid", "config.yaml:3:1  prot  unknown key");
};

test("a reload puts another runtime in the place of the first", async () => {
  const { live: one, files, heard, state } = live(settingsOf());
  const before = one.runtime();
  files.next = () => settingsOf({ "log.level": "warn" }, ["anthropic"]);

  expect(await one.reload("SIGHUP")).toEqual({ generation: 2, needsRestart: [], warnings: [] });
  expect(one.runtime()).not.toBe(before);
  expect(before.generation).toBe(1);
  expect(state.upstreams.all().map(({ name }) => name)).toEqual(["anthropic"]);
  expect(state.log.keeps("info")).toBe(false);
  expect(heard).toEqual([{ type: "config-reloaded", generation: 2, needsRestart: [] }]);
});

test("a configuration that cannot be read leaves the old one in force and says why, until it is right again", async () => {
  const { live: one, files, heard } = live(settingsOf());
  const before = one.runtime();
  files.next = broken;

  await expect(one.reload("changed file")).rejects.toThrow("unknown key");
  expect(one.runtime()).toBe(before);
  expect(one.trouble()).toBe("config.yaml:3:1  prot  unknown key");
  expect(heard.map(({ type }) => type)).toEqual(["config-rejected"]);

  files.next = () => settingsOf();
  await one.reload("changed file");
  expect(one.trouble()).toBeNull();
});

test("settings that are only read at the start are named until they are what they were, and stay in force as they were", async () => {
  const { live: one, files } = live(settingsOf());
  files.next = () => settingsOf({ "server.port": "9999", "server.host": "localhost" });

  const reloaded = await one.reload("SIGHUP");

  expect(reloaded.needsRestart).toEqual(["server.port", "server.host"]);
  expect(one.needsRestart()).toEqual(["server.port", "server.host"]);
  expect(one.settings().config.values["server.host"]).toBe("127.0.0.1");
  expect(one.runtime().guardRules.host).toBe("127.0.0.1"); // the guard speaks for the listener that there is
  expect(one.written().config.values["server.host"]).toBe("localhost");

  files.next = () => settingsOf();
  expect((await one.reload("SIGHUP")).needsRestart).toEqual([]);
  expect(one.needsRestart()).toEqual([]);
});

test("another upstream in the file counts at once and is announced; a name that is none changes nothing", async () => {
  const { live: one, files, heard, state } = live(settingsOf());
  files.next = () => settingsOf({ upstream: "opnai" });

  await expect(one.reload("changed file")).rejects.toMatchObject({ code: "upstream_unknown" });
  expect(one.runtime().generation).toBe(1);

  files.next = () => settingsOf({ upstream: "openai" });
  await one.reload("changed file");
  expect([state.upstreams.current(), state.upstreams.chosenBy()]).toEqual(["openai", "setting"]);
  expect(heard.slice(1)).toEqual([
    { type: "upstream-switched", from: "auto", to: "openai" },
    { type: "config-reloaded", generation: 2, needsRestart: [] },
  ]);
});

test("a reload that does not touch the upstream leaves a switch alone", async () => {
  const { live: one, files, state } = live(settingsOf({ upstream: "anthropic" }));
  await state.upstreams.switchTo("openai");
  files.next = () => settingsOf({ upstream: "anthropic", "log.level": "warn" });

  await one.reload("changed file");

  expect([state.upstreams.current(), state.upstreams.chosenBy()]).toEqual(["openai", "switch"]);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), bytes: fc.integer({ min: 1, max: 1000 }), isBroken: fc.boolean() }),
  fc.record({ kind: fc.constant("reload" as const) }),
  fc.record({ kind: fc.constant("request" as const) }),
);

test("I-10 whatever happens in whatever order, a request has one generation that was in force when it began, whole", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat({ max: 4 })), { maxLength: 30 }), async (steps) => {
      const { live: one, files } = live(settingsOf({ "limits.max_body_bytes": "5", "limits.held_body_bytes": "5" }));
      const committed = new Map([[1, 5]]);
      const requests: { readonly generation: number; readonly runtime: Runtime }[] = [];
      const reloads: Promise<unknown>[] = [];
      for (const [step, ticks] of steps) {
        if (step.kind === "write")
          files.next = () => {
            if (step.isBroken) return broken();
            const bytes = String(step.bytes);
            return settingsOf({ "limits.max_body_bytes": bytes, "limits.held_body_bytes": bytes });
          };
        if (step.kind === "request") requests.push({ generation: one.runtime().generation, runtime: one.runtime() });
        if (step.kind === "reload")
          reloads.push(
            one.reload("changed file").then(
              ({ generation }) => committed.set(generation, one.settings().config.values["limits.max_body_bytes"]),
              () => undefined,
            ),
          );
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve(); // whatever a reload does bit by bit is seen
      }
      await Promise.all(reloads);

      for (const { generation, runtime } of requests) {
        expect(runtime.generation).toBe(generation);
        const { maxBytes, heldBytes } = runtime.bodyRules.limits;
        expect([maxBytes, heldBytes]).toEqual([runtime.config.values["limits.max_body_bytes"], maxBytes]);
        expect(committed.has(generation)).toBe(true);
      }
      expect([...committed.keys()]).toEqual(
        committed.size === 0 ? [] : [...Array(committed.size).keys()].map((n) => n + 1),
      );
    }),
    runs(10),
  );
});

test("an upstream that is lent stays through a reload; a name that means another one is refused", async () => {
  const { live: one, state } = live(settingsOf());
  const lent = upstreamOf("via-x");
  const names = () => state.upstreams.all().map(({ name }) => name);

  await one.lend(lent);
  await one.lend({ ...lent });
  await one.reload("SIGHUP");

  expect(names()).toEqual(["anthropic", "openai", "via-x"]);
  await expect(one.lend({ ...lent, origin: "https://elsewhere.example" })).rejects.toThrow("already");
  await expect(one.lend(upstreamOf("openai"))).rejects.toThrow("already");
});

test("there is an end to how many upstreams are lent, and those that are stay", async () => {
  const { live: one, state } = live(settingsOf());
  for (let count = 0; count < 64; count++) await one.lend(upstreamOf("anthropic", { name: `via-${count}` }));

  await expect(one.lend(upstreamOf("anthropic", { name: "via-more" }))).rejects.toThrow("64 upstreams are lent");
  await one.lend(upstreamOf("anthropic", { name: "via-0" }));

  expect(state.upstreams.all()).toHaveLength(66);
});
