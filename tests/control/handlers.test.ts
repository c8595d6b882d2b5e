import { afterEach, describe, expect, test } from "bun:test";
import type { Engine } from "../../src/control/engine.ts";
import { createHandlers, needingRestart, upstreamView } from "../../src/control/handlers.ts";
import type { ProxyError } from "../../src/core/errors.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { unknownStanding } from "../../src/state/standings.ts";
import { canaries, leaksIn } from "../support/canary.ts";
import { configOf, engineOf } from "../support/engine.ts";
import { upstreamOf } from "../support/exchange.ts";

let ledgers: Engine["ledger"][] = [];
afterEach(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
  ledgers = [];
});

const handling = (more: Partial<Engine> = {}) => {
  const { engine, heard, choices } = engineOf(more);
  ledgers.push(engine.ledger);
  const handlers = createHandlers(engine);
  const switchTo = (name: string, how: { readonly force?: boolean; readonly dryRun?: boolean } = {}) =>
    handlers.switchUpstream({ name, force: false, dryRun: false, ...how });
  const errorOf = (switching: Promise<unknown>) => switching.catch((error: ProxyError) => error);
  return { engine, heard, choices, handlers, switchTo, errorOf };
};

/** Engines whose probes are written down. */
const probing = (reachable: boolean) => {
  const probed: string[] = [];
  const probe = async ({ name }: Upstream) => {
    probed.push(name);
    return reachable
      ? { reachable, latencyMs: 12, reason: null }
      : { reachable, latencyMs: null, reason: "connection refused" };
  };
  return { probed, probe };
};

describe("a switch", () => {
  test("is on the disk before it is answered, and everybody is told", async () => {
    const { engine, heard, choices, switchTo } = handling();

    const switched = await switchTo("openai");

    expect(choices.read()).toEqual({ upstream: "openai", previousUpstream: "anthropic" });
    expect(switched).toMatchObject({ from: "anthropic", to: "openai", changed: true, latencyMs: 12 });
    expect(switched.warnings).toEqual([expect.stringContaining("cache is cold")]);
    expect(engine.upstreams.current()).toBe("openai");
    expect(heard).toEqual([{ type: "upstream-switched", from: "anthropic", to: "openai" }]);
  });

  test("to a name that nothing has is refused with the nearest one", async () => {
    const { engine, heard, switchTo, errorOf } = handling();

    for (const how of [{}, { force: true }, { dryRun: true }]) {
      expect(await errorOf(switchTo("opnai", how))).toMatchObject({
        code: "upstream_unknown",
        hint: "Try: proxy-cli switch-upstream openai",
      });
    }
    expect(engine.upstreams.current()).toBe("anthropic");
    expect(heard).toEqual([]);
  });

  test("S-37: never goes to an upstream that was lent to a program, forced or not", async () => {
    const { engine, heard, switchTo, errorOf } = handling();
    const lent = upstreamOf("anthropic", { name: "via-gateway", isLent: true });
    await engine.upstreams.replace([...engine.upstreams.all(), lent], null);

    for (const how of [{}, { force: true }, { dryRun: true }])
      expect(await errorOf(switchTo("via-gateway", how))).toMatchObject({ code: "usage" });

    expect(engine.upstreams.current()).toBe("anthropic");
    expect(heard).toEqual([]);
  });

  test("to where we are changes nothing, asks nobody and tells nobody", async () => {
    const { probed, probe } = probing(false);
    const { heard, choices, switchTo } = handling({ probe });

    const switched = await switchTo("anthropic");

    expect(switched).toEqual({
      from: "anthropic",
      to: "anthropic",
      changed: false,
      staying: 0,
      latencyMs: null,
      warnings: [],
      coldCache: null,
      ...{ formats: [], models: [], losses: [], session: null, model: null },
    });
    expect([probed, heard, choices.read().upstream]).toEqual([[], [], null]);
  });

  test("to - goes back, and back again", async () => {
    const { engine, switchTo } = handling();
    await switchTo("openai");

    expect(await switchTo("-")).toMatchObject({ from: "openai", to: "anthropic", changed: true });
    expect(await switchTo("-")).toMatchObject({ from: "anthropic", to: "openai", changed: true });
    expect(engine.upstreams.current()).toBe("openai");
  });

  test("to - stays where nobody has switched yet", async () => {
    const { switchTo } = handling();

    expect(await switchTo("-")).toMatchObject({ from: "anthropic", to: "anthropic", changed: false });
  });

  test("to auto needs no probe and costs no warning", async () => {
    const { probed, probe } = probing(false);
    const { switchTo } = handling({ probe });

    expect(await switchTo("auto")).toMatchObject({ to: "auto", changed: true, latencyMs: null, warnings: [] });
    expect(probed).toEqual([]);
  });

  test("says how many answers stay where they began; away from auto these are all", async () => {
    const { switchTo } = handling({
      inFlightOn: (name) => (name === null ? 9 : ({ anthropic: 3, openai: 5 }[name] ?? 0)),
    });

    expect((await switchTo("openai")).staying).toBe(3);
    expect((await switchTo("auto")).staying).toBe(5);
    expect((await switchTo("anthropic")).staying).toBe(9);
  });

  test("that somebody else has done meanwhile is told once", async () => {
    const { heard, switchTo } = handling();

    const switched = await Promise.all([switchTo("openai"), switchTo("openai")]);

    expect(switched.map(({ from, changed }) => [from, changed])).toEqual([
      ["anthropic", true],
      ["openai", false],
    ]);
    expect(heard.length).toBe(1);
  });
});

describe("a switch that could only end in errors", () => {
  test("is refused where nobody can be reached", async () => {
    const { engine, heard, choices, switchTo, errorOf } = handling(probing(false));

    const refused = await errorOf(switchTo("openai"));

    expect(refused).toMatchObject({
      code: "upstream_refused",
      message: 'Upstream "openai" cannot be reached: connection refused.',
      hint: expect.stringContaining("--force"),
    });
    expect([engine.upstreams.current(), choices.read().upstream, heard]).toEqual(["anthropic", null, []]);
  });

  test("is done by force, and the reason becomes a warning", async () => {
    const { engine, switchTo } = handling(probing(false));

    const { changed, latencyMs, warnings } = await switchTo("mistral", { force: true });

    expect([changed, latencyMs, engine.upstreams.current()]).toEqual([true, null, "mistral"]);
    expect(warnings).toEqual([expect.stringContaining("cache is cold"), expect.stringContaining("cannot be reached")]);
  });
});

test("a dry run tells what a switch would do and does nothing", async () => {
  const { engine, heard, choices, switchTo } = handling({ inFlightOn: () => 4 });

  const switched = await switchTo("openai", { dryRun: true });

  expect(switched).toMatchObject({ from: "anthropic", to: "openai", changed: false, staying: 4, latencyMs: 12 });
  expect(switched.warnings.length).toBe(1);
  expect([engine.upstreams.current(), choices.read().upstream, heard]).toEqual(["anthropic", null, []]);
});

test("the view of all settings follows a switch", async () => {
  const { handlers, switchTo } = handling();
  await switchTo("openai");

  const { settings } = await handlers.config({});

  expect(settings.find(({ name }) => name === "upstream")).toMatchObject({
    value: "openai",
    source: "state (switch-upstream)",
  });
});

test("only what is read at the start needs a restart, and only where it has changed", () => {
  const before = configOf({ "server.port": "1", "server.allowed_hosts": "a" });
  const after = configOf({ "server.port": "2", "server.allowed_hosts": "b", "log.level": "warn" });

  expect(needingRestart(before, after)).toEqual(["server.port"]);
  expect(needingRestart(before, configOf({ "server.port": "1" }))).toEqual([]);
});

test("one upstream is tested by its name, all of them without one", async () => {
  const { probed, probe } = probing(true);
  const { handlers } = handling({ examine: async (upstream) => ({ ...(await probe(upstream)), stages: [] }) });

  expect(await handlers.testUpstreams({ name: "zai" })).toEqual([
    { name: "zai", reachable: true, latencyMs: 12, reason: null, stages: [] },
  ]);
  expect((await handlers.testUpstreams({ name: null })).map(({ name }) => name)).toEqual(probed.slice(1));
  expect(probed.slice(1)).toEqual(["anthropic", "openai", "mistral", "zai"]);
});

test("an upstream is shown with where it is, each format once, and never with its key", () => {
  const upstream = upstreamOf("zai", {
    name: "cn",
    origin: "https://cn.example",
    endpoints: [
      { origin: "https://cn.example", dialects: ["anthropic"], path: "/api", dropPrefix: "" },
      { origin: "https://cn.example", dialects: ["openai-chat", "anthropic"], path: "", dropPrefix: "" },
    ],
    key: canaries.held,
    keyHint: "…held",
  });

  const view = upstreamView(upstream, {
    upstreams: { current: () => "cn" },
    inFlightOn: (name) => (name === "cn" ? 2 : 0),
    takesAnyKey: (provider) => provider === "zai",
    standing: () => ({ ...unknownStanding, state: "ok", p50Ms: 92 }),
  });

  expect(view).toMatchObject({ isCurrent: true, inFlight: 2, takesAnyKey: true, key: "…held", state: "ok", p50Ms: 92 });
  expect(view.endpoint).toBe("https://cn.example/api");
  expect(view.dialects).toEqual(["anthropic", "openai-chat"]);
  expect(leaksIn({ view: JSON.stringify(view) }, [canaries.held])).toEqual([]);
});

test("stop says at once how much is under way, and passes the patience on", async () => {
  const stops: (number | null)[] = [];
  const { handlers } = handling({ stop: (drainMs) => void stops.push(drainMs) });

  expect(await handlers.stop({ drainMs: 250 })).toEqual({ inFlight: 0 });
  expect(await handlers.stop({ drainMs: null })).toEqual({ inFlight: 0 });
  expect(stops).toEqual([250, null]);
});

test("W-04: an upstream that is gone is told of while it still answers", async () => {
  const { handlers } = handling({
    busy: () =>
      new Map([
        ["openai", 1],
        ["gone", 2],
      ]),
  });

  expect((await handlers.upstreams({})).draining).toEqual([{ name: "gone", inFlight: 2 }]);
});

test("a reload hands over what the files refer to", async () => {
  const got: unknown[] = [];
  const { handlers } = handling({
    reload: async (secrets) => {
      got.push(secrets);
      return { generation: 2, needsRestart: [], warnings: [] };
    },
  });

  await handlers.reload({ secrets: { MY_KEY: "sk-1" } });
  await handlers.reload({});

  expect(got).toEqual([{ MY_KEY: "sk-1" }, {}]);
});
