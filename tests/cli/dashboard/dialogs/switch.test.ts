import { afterEach, expect, test } from "bun:test";
import type { Effect, State, Step } from "../../../../cli/dashboard/state.ts";
import type { Handlers, Switched } from "../../../../src/control/contract.ts";
import { ProxyError } from "../../../../src/core/errors.ts";
import { type Control, startControl } from "../../../support/control.ts";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { upstreamScene, upstreamsOfAllKinds } from "../../../support/dashboard-upstreams.ts";
import { emptyStatus } from "../../../support/scenes/status.ts";

const standard = { columns: 80, rows: 24 };
const opened: Control[] = [];
afterEach(() => Promise.all(opened.splice(0).map(({ server }) => server.stop())));

type Asked = Parameters<Handlers["switchUpstream"]>[0];

/** A proxy that answers so to a switch, and what it was asked. */
const proxy = (answer: (ask: Asked) => Switched) => {
  const asked: Asked[] = [];
  const control = startControl({
    switchUpstream: async (ask) => {
      asked.push(ask);
      return answer(ask);
    },
    status: async () => ({ ...emptyStatus, previousUpstream: "anthropic" }),
    upstreams: async () => ({ current: "zai-intl", upstreams: upstreamsOfAllKinds, draining: [] }),
  });
  opened.push(control);
  return { asked, client: control.client };
};

/** The state when everything that was asked for has been answered. */
const settled = async ({ state, effects }: Step, { client }: Pick<Control, "client">): Promise<State> => {
  let so = state;
  for (const effect of effects.filter((one): one is Extract<Effect, { type: "ask" }> => one.type === "ask")) {
    const change = await effect.with(client);
    so = await settled(after(so, [{ type: "changed", change }], sceneNow), { client });
  }
  return so;
};

const would = (more: Partial<Switched> = {}): Switched => ({
  ...{ from: "zai-intl", to: "anthropic", changed: false, staying: 3, latencyMs: 208, warnings: [], coldCache: null },
  ...{ formats: [{ from: "anthropic", to: "anthropic" }], models: [], losses: [], session: null, model: null },
  ...more,
});
const cold = { sessions: 2, tokens: 231_000, costMicros: 690_000 };
const fine = ({ name, dryRun }: Asked): Switched => would({ to: name, changed: !dryRun });
const refusing = (): never => {
  throw new ProxyError("upstream_refused", 'Upstream "openai" cannot be reached: connection refused.', {
    hint: "Nothing was changed. Try: proxy-cli switch-upstream openai --force",
  });
};
const known = { keys: ["esc"] };

test.each(sizes)("the chooser while the likeliest target is looked at, at %p", (size) => {
  expect(painted(after(upstreamScene(size, known), pressing("u"), sceneNow).state, sceneNow)).toMatchSnapshot();
});

test.each(sizes)("what speaks for a switch, at %p", async (size) => {
  const state = await settled(after(upstreamScene(size), pressing("j", "j", "enter"), sceneNow), proxy(fine));

  expect(painted(state, sceneNow)).toMatchSnapshot();
});

test.each(sizes)("what it will cost stands before the button, at %p", async (size) => {
  const warned = proxy(() =>
    would({ coldCache: cold, warnings: ["2 conversations are in the middle of a tool call"] }),
  );

  const state = await settled(after(upstreamScene(size), pressing("u"), sceneNow), warned);

  expect(painted(state, sceneNow)).toMatchSnapshot();
  expect(painted(state, sceneNow)).toContain("< Switch >");
});

test.each(sizes)("a refusal is in the words of the proxy, with the way to do it all the same, at %p", async (size) => {
  const state = await settled(after(upstreamScene(size), pressing("j", "j", "j", "enter"), sceneNow), proxy(refusing));

  expect(painted(state, sceneNow)).toMatchSnapshot();
  expect(painted(state, sceneNow).replaceAll(/\s+|[║│]/g, " ")).toContain("All the same");
});

const otherwise = {
  formats: [{ from: "anthropic", to: "openai-chat" }],
  models: [{ from: "claude-sonnet-4-5", to: "mistral-large-latest" }],
  losses: [
    "thoughts dropped: only their own vendor can read them",
    "cache marks dropped: it caches by itself",
    "c",
    "d",
  ],
};

test.each(sizes)("what becomes of requests where another format is spoken, at %p", async (size) => {
  const daemon = proxy(({ name }) => would({ to: name, ...otherwise }));
  const state = await settled(after(upstreamScene(size), pressing("j", "j", "enter"), sceneNow), daemon);

  expect(painted(state, sceneNow)).toMatchSnapshot();
});

test("from a conversation one key sends that one alone, and the same key all of them", async () => {
  const daemon = proxy(({ name, dryRun, session }) => would({ to: name, changed: !dryRun, session: session ?? null }));
  const scene = upstreamScene(standard, { keys: ["1"] });
  const looking: State = { ...scene, path: [{ kind: "session", id: "s_19ab33c0d1e2" }] };
  const open = await settled(after(looking, pressing("u"), sceneNow), daemon);
  expect(painted(open, sceneNow)).toContain("ctrl-o this session only");

  const alone = await settled(after(open, pressing("C-o"), sceneNow), daemon);
  const all = await settled(after(alone, pressing("C-o"), sceneNow), daemon);
  const done = await settled(after(alone, pressing("enter"), sceneNow), daemon);

  expect(painted(alone, sceneNow)).toContain("s_19ab33c0d1e2 alone   to");
  expect(painted(all, sceneNow)).toContain("from  zai-intl");
  expect(daemon.asked.map(({ session = null, dryRun }) => [session, dryRun])).toEqual([
    [null, true],
    ["s_19ab33c0d1e2", true],
    [null, true],
    ["s_19ab33c0d1e2", false],
  ]);
  expect(done.overlay).toBeNull();
  expect(painted(open, sceneNow)).not.toContain("alone");
});

test("X-09 two keys send new requests to the upstream before, and one goes back", async () => {
  const daemon = proxy(fine);
  const pressed = after(upstreamScene(standard, { keys: ["1"] }), pressing("u", "enter"), sceneNow);

  const switched = await settled(pressed, daemon);
  expect(daemon.asked.filter(({ dryRun }) => !dryRun)).toEqual([{ name: "anthropic", force: false, dryRun: false }]);
  expect(switched.overlay).toBeNull();
  expect(painted(switched, sceneNow)).toContain("ok zai-intl -> anthropic, 3 streams stay; - goes back");

  await settled(after(switched, pressing("-"), sceneNow), daemon);
  expect(daemon.asked.at(-1)).toEqual({ name: "-", force: false, dryRun: false });
});

test("two keys are enough in a dashboard that has just been opened, before it knows of any upstream", async () => {
  const state = upstreamScene(standard, { keys: ["1"] });
  const unasked = {
    ...state,
    link: { kind: "connecting" },
    data: { ...state.data, answers: {}, status: null },
  } as const;
  const daemon = proxy(fine);

  const opened = await settled(after(unasked, pressing("u"), sceneNow), daemon);

  expect(painted(opened, sceneNow)).toContain("reachable, 208 ms");
  await settled(after(opened, pressing("enter"), sceneNow), daemon);
  expect(daemon.asked.at(-1)).toEqual({ name: "anthropic", force: false, dryRun: false });
});

test("what is shown as current changes when the proxy says so, not when a key is pressed", async () => {
  const switched = await settled(after(upstreamScene(standard), pressing("u", "enter"), sceneNow), proxy(fine));
  expect(painted(switched, sceneNow)).toMatch(/\* zai-intl/);

  const message = { type: "upstream-switched", from: "zai-intl", to: "anthropic" } as const;
  const told = after(switched, [{ type: "heard", message }], sceneNow).state;

  expect(painted(told, sceneNow)).toMatch(/\* anthropic/);
  expect(told.data.status?.previousUpstream).toBe("zai-intl");
});

test("typing finds an upstream, and each one is looked at once", async () => {
  const daemon = proxy(fine);
  const open = await settled(after(upstreamScene(standard, known), pressing("u"), sceneNow), daemon);
  const found = await settled(after(open, pressing("o", "p", "e"), sceneNow), daemon);
  const back = await settled(after(found, pressing("backspace", "backspace", "backspace"), sceneNow), daemon);

  expect(painted(found, sceneNow)).toMatch(/search: ope/);
  expect(painted(found, sceneNow)).toMatch(/from {2}zai-intl {3}to {2}openai/);
  expect(painted(back, sceneNow)).toMatch(/to {2}anthropic/);
  expect(daemon.asked.map(({ name, dryRun }) => [name, dryRun])).toEqual([
    ["anthropic", true],
    ["openai", true],
  ]);
  expect(painted(after(found, pressing("x"), sceneNow).state, sceneNow)).toContain("nothing found");
});

test("f does it all the same where the proxy says that it can be, and enter asks it again", async () => {
  let isUp = false;
  const daemon = proxy((ask) => (ask.force || isUp ? fine(ask) : refusing()));
  const refused = await settled(after(upstreamScene(standard), pressing("j", "j", "j", "enter"), sceneNow), daemon);

  const forced = await settled(after(refused, pressing("f"), sceneNow), daemon);
  isUp = true;
  const again = await settled(after(refused, pressing("enter"), sceneNow), daemon);

  expect(daemon.asked[1]).toEqual({ name: "openai", force: true, dryRun: false });
  expect(forced.overlay).toBeNull();
  expect(painted(again, sceneNow)).toContain("reachable, 208 ms");
});

test("a switch that is refused, or a way back that is, ends at the reasons and not in silence", async () => {
  const daemon = proxy(({ dryRun }) => (dryRun ? would() : refusing()));
  const open = await settled(after(upstreamScene(standard, { keys: ["1"] }), pressing("u"), sceneNow), daemon);

  const refused = await settled(after(open, pressing("enter"), sceneNow), daemon);
  const back = await settled(after(upstreamScene(standard, { keys: ["1"] }), pressing("-"), sceneNow), daemon);

  for (const state of [refused, back]) {
    expect(painted(state, sceneNow)).toContain("cannot be reached");
    expect(painted(state, sceneNow)).toContain("< All the same >");
  }
});

test("the mouse chooses, presses the buttons, and leaves", async () => {
  const daemon = proxy(fine);
  const open = await settled(after(upstreamScene(standard, known), pressing("u"), sceneNow), daemon);
  const click = (row: string) => ({ type: "click", click: { row } }) as const;

  const chosen = await settled(after(open, [click("simulator")], sceneNow), daemon);
  expect(painted(chosen, sceneNow)).toMatch(/to {2}simulator/);
  await settled(after(chosen, [click("simulator")], sceneNow), daemon);

  expect(daemon.asked.at(-1)).toEqual({ name: "simulator", force: false, dryRun: false });
  expect(after(open, [{ type: "click", click: { key: "esc" } }], sceneNow).state.overlay).toBeNull();
});
