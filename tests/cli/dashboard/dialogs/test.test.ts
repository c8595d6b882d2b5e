import { afterAll, expect, test } from "bun:test";
import type { Effect, State } from "../../../../cli/dashboard/state.ts";
import type { UpstreamTest } from "../../../../src/control/contract.ts";
import { ProxyError } from "../../../../src/core/errors.ts";
import { startControl } from "../../../support/control.ts";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";

const good: UpstreamTest = {
  ...{ name: "zai-intl", reachable: true, latencyMs: 92, reason: null },
  stages: [
    { stage: "dns", verdict: "ok", detail: "2 addresses" },
    { stage: "tcp", verdict: "ok", detail: null },
    { stage: "tls", verdict: "ok", detail: null },
    { stage: "auth", verdict: "ok", detail: "the key is right" },
  ],
};
const down: UpstreamTest = {
  ...{ name: "openai", reachable: false, latencyMs: null, reason: "connection refused by 127.0.0.1" },
  stages: [
    { stage: "dns", verdict: "ok", detail: null },
    { stage: "tcp", verdict: "failed", detail: "refused" },
  ],
};
const keyRefused: UpstreamTest = {
  ...{ name: "zai-cn", reachable: true, latencyMs: 150, reason: null },
  stages: [{ stage: "auth", verdict: "failed", detail: "the key was refused (401)" }],
};
const found: Readonly<Record<string, UpstreamTest>> = { "zai-intl": good, openai: down, "zai-cn": keyRefused };

const { client, server } = startControl({
  testUpstreams: async ({ name }) => {
    const test = found[name ?? ""];
    if (test === undefined) throw new ProxyError("upstream_unknown", `There is no upstream "${name}".`);
    return [test];
  },
});
afterAll(() => server.stop());

const standard = { columns: 80, rows: 24 };
const opened = (...keys: readonly string[]) => after(upstreamScene(standard, { keys }), pressing("t"), sceneNow);

/** The state when so many of the answers have come. */
const settled = async (so: { state: State; effects: readonly Effect[] }, answers = 99): Promise<State> => {
  let { state } = so;
  for (const effect of so.effects.slice(0, answers))
    if (effect.type === "ask")
      state = after(state, [{ type: "changed", change: await effect.with(client) }], sceneNow).state;
  return state;
};

test("the steps stand there before they are tried, then each says how it went", async () => {
  expect(painted(opened().state, sceneNow)).toMatchSnapshot();
  expect(painted(await settled(opened()), sceneNow)).toMatchSnapshot();
  expect(painted(await settled(opened("j", "j", "j")), sceneNow)).toMatchSnapshot();
});

test("at auto every upstream is tested, and each is shown as it comes back", async () => {
  const first = await settled(opened("end"), 2);

  expect(painted(first, sceneNow)).toMatch(/zai-cn .* the key was refused \(401\)/);
  expect(painted(first, sceneNow)).toMatch(/\[ \] +openai/);
  expect(painted(await settled(opened("end")), sceneNow)).toMatchSnapshot();
});

test("what comes back after the dialog was closed opens nothing", async () => {
  const { state, effects } = opened();

  const closed = after(state, pressing("esc"), sceneNow).state;

  expect((await settled({ state: closed, effects })).overlay).toBeNull();
});

test("t tests again, enter closes", async () => {
  const shown = await settled(opened());

  const again = after(shown, pressing("t"), sceneNow);

  expect(again.effects.length).toBe(1);
  expect(painted(again.state, sceneNow)).toMatch(/\[ \] +connection/);
  expect(after(shown, pressing("enter"), sceneNow).state.overlay).toBeNull();
});
