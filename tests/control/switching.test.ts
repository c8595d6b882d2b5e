import { afterEach, describe, expect, test } from "bun:test";
import type { Engine } from "../../src/control/engine.ts";
import { createHandlers } from "../../src/control/handlers.ts";
import type { ProxyError } from "../../src/core/errors.ts";
import type { State } from "../../src/state/index.ts";
import { engineOf } from "../support/engine.ts";
import { exchangeOf } from "../support/exchange.ts";
import { summary } from "../support/summary.ts";

let ledgers: Engine["ledger"][] = [];
afterEach(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
  ledgers = [];
});

const handling = (more: Partial<Engine> = {}) => {
  const { engine, heard, state } = engineOf(more);
  ledgers.push(engine.ledger);
  const handlers = createHandlers(engine);
  const switchTo = (
    name: string,
    how: { readonly session?: string; readonly model?: string; readonly dryRun?: boolean } = {},
  ) => handlers.switchUpstream({ name, force: false, dryRun: false, ...how });
  return { engine, heard, state, handlers, switchTo };
};

const errorOf = (switching: Promise<unknown>) => switching.catch((error: ProxyError) => error);

/** A session that goes on, by the name that its tool has for it. */
const sessionIn = async ({ sessions }: State): Promise<string> => {
  const found = await sessions.find(exchangeOf("/v1/messages", { headers: { "x-proxy-session": "mine" } }));
  return found?.id ?? "";
};

test("a switch across formats is told with what is called otherwise there and what cannot be carried, and is no error", async () => {
  const elsewhere = {
    formats: [{ from: "anthropic", to: "openai-chat" }],
    models: [{ from: "claude-x", to: "mistral-large" }],
    losses: ["thoughts dropped: only their own vendor can read them"],
  };
  const missing =
    "clients' keys of Anthropic are not sent to mistral, and it has none of ours: proxy-cli keys set mistral";
  const asked: unknown[] = [];
  const { switchTo } = handling({
    recent: () => [summary({ id: "r_1" }), summary({ id: "r_2", upstream: "openai" })],
    elsewhere: ({ name }, lately) => {
      asked.push([name, lately.map(({ id }) => id)]);
      return elsewhere;
    },
    keyMissing: () => missing,
  });

  const switched = await switchTo("mistral");

  expect(switched).toMatchObject({ from: "anthropic", to: "mistral", changed: true, session: null, ...elsewhere });
  expect(switched.warnings).toContain(missing);
  expect(asked).toEqual([["mistral", ["r_1"]]]); // what went elsewhere says nothing of what goes there now
});

describe("one session", () => {
  test("is sent elsewhere alone: durable, told to everybody who watches, and all others stay", async () => {
    const { engine, heard, state, switchTo } = handling({ recent: () => [summary({ session: "s_x" })] });
    const session = await sessionIn(state);

    const switched = await switchTo("openai", { session, model: "gpt-x" });

    expect(switched).toMatchObject({ from: "anthropic", to: "openai", changed: true, session, model: "gpt-x" });
    expect(engine.pins.of(session)).toEqual({ upstream: "openai", model: "gpt-x" });
    expect(engine.upstreams.current()).toBe("anthropic");
    expect(heard).toEqual([{ type: "session-pinned", session, upstream: "openai", model: "gpt-x" }]);
  });

  test("goes back with -, where all others go", async () => {
    const { engine, heard, state, switchTo } = handling();
    const session = await sessionIn(state);
    await switchTo("openai", { session });

    expect(await switchTo("-", { session })).toMatchObject({ from: "openai", to: "anthropic", changed: true, session });
    expect(await switchTo("-", { session })).toMatchObject({ from: "anthropic", to: "anthropic", changed: false });

    expect(engine.pins.size()).toBe(0);
    expect(heard.at(-1)).toEqual({ type: "session-pinned", session, upstream: null, model: null });
  });

  test("is shown with where it was sent, and a switch of all others says that it stays", async () => {
    const { state, handlers, switchTo } = handling();
    const session = await sessionIn(state);
    await switchTo("openai", { session });

    expect(await handlers.sessions({ since: 0, limit: 9 })).toMatchObject([
      { id: session, pin: { upstream: "openai", model: null } },
    ]);
    expect((await switchTo("mistral")).warnings).toContain(
      "one session stays where it was sent by itself (proxy-cli sessions)",
    );
  });

  test("stays where it is in a dry run, and where it is sent there again", async () => {
    const { engine, heard, state, switchTo } = handling();
    const session = await sessionIn(state);

    expect(await switchTo("openai", { session, dryRun: true })).toMatchObject({ to: "openai", changed: false });
    expect([engine.pins.size(), heard]).toEqual([0, []]);
    await switchTo("openai", { session });
    expect(await switchTo("openai", { session })).toMatchObject({ from: "openai", to: "openai", changed: false });
  });

  test("that nobody knows, an upstream that nothing has, auto, and a model without a session are refused", async () => {
    const { engine, heard, state, switchTo } = handling();
    const session = await sessionIn(state);

    expect(await errorOf(switchTo("openai", { session: "s_none" }))).toMatchObject({ code: "input_missing" });
    expect(await errorOf(switchTo("opnai", { session }))).toMatchObject({ code: "upstream_unknown" });
    expect(await errorOf(switchTo("auto", { session }))).toMatchObject({ code: "usage" });
    expect(await errorOf(switchTo("openai", { model: "gpt-x" }))).toMatchObject({ code: "usage" });
    expect([engine.pins.size(), heard]).toEqual([0, []]);
  });

  test("that has ended takes its pin along", async () => {
    const { engine, state, handlers, switchTo } = handling();
    const session = await sessionIn(state);
    await switchTo("openai", { session });

    await handlers.endSession({ id: session });

    expect(engine.pins.size()).toBe(0);
  });
});
