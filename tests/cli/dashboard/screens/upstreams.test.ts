import { expect, test } from "bun:test";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { upstream, upstreamScene, upstreamsOfAllKinds } from "../../../support/dashboard-upstreams.ts";

const standard = { columns: 80, rows: 24 };

test.each(sizes)("upstreams of every state, at %p", (size) => {
  expect(painted(upstreamScene(size), sceneNow)).toMatchSnapshot();
});

test.each([
  ["zai-cn", "limited: it answered 429, since 14:02:11; it asked for 41s more of rest"],
  ["openai", "down: it cannot be reached (connection refused), since 14:00:19"],
  ["mistral", "failing: it answers, with errors of its own (status 503), since 14:01:20"],
  ["simulator", "not known: nothing came back from it for a quarter of an hour"],
])("how %s stands is told in words", (name, words) => {
  const at = upstreamsOfAllKinds.findIndex((one) => one.name === name);

  const shown = painted(upstreamScene(standard, { keys: Array(at).fill("j") }), sceneNow);

  expect(shown.replaceAll(/│\n│ {11}/g, "").replaceAll(/ +/g, " ")).toContain(words);
  expect(shown).toMatchSnapshot();
});

/** What is left alone for now: a circuit that is open, one that is half open, keys and models that cool down. */
const leftAlone = [
  upstream("zai-intl", { key: "...x7Qa" }),
  upstream("openai", {
    ...{ state: "down", sinceAt: sceneNow - 31_000, reason: "upstream_refused", p50Ms: null },
    circuit: { state: "open", retryAt: sceneNow + 8000, failures: 5 },
  }),
  upstream("anthropic", {
    ...{ state: "down", sinceAt: sceneNow - 31_000, reason: "upstream_dns", p50Ms: null },
    circuit: { state: "half-open", retryAt: sceneNow - 1000, failures: 7 },
  }),
  upstream("zai-cn", {
    ...{ state: "limited", sinceAt: sceneNow - 13_000, untilAt: sceneNow + 41_000, keys: ["...p0Zz", "...aa11"] },
    cooling: [
      { state: "limited", key: "...p0Zz", model: "glm-4.6", status: 429, untilAt: sceneNow + 41_000 },
      { state: "overloaded", key: "...aa11", model: null, status: 529, untilAt: sceneNow + 5000 },
    ],
  }),
];

test.each(sizes)("U-42 circuits that are open and half open, keys and models that cool down, at %p", (size) => {
  for (const row of [1, 2, 3])
    expect(
      painted(upstreamScene(size, { upstreams: leftAlone, keys: Array(row).fill("j") }), sceneNow),
    ).toMatchSnapshot();
});

test.each([
  [1, "circuit open, next look in 8s"],
  [2, "circuit half open: the next request is let through"],
  [3, "glm-4.6 limited 41s (key ...p0Zz)"],
  [3, "every model overloaded 5s (key ...aa11)"],
])("U-42 what is left alone is told in words: upstream %p says %p", (row, words) => {
  const shown = painted(upstreamScene(standard, { upstreams: leftAlone, keys: Array(row).fill("j") }), sceneNow);

  expect(shown.replaceAll(/│\n│ {11}/g, "").replaceAll(/ +/g, " ")).toContain(words);
});

test("U-42 K asks, says what will be forgotten, and then has the daemon forget it", async () => {
  const asked = after(upstreamScene(standard, { upstreams: leftAlone, keys: ["j", "K"] }), [], sceneNow).state;
  const { effects } = after(asked, pressing("enter"), sceneNow);
  const [effect] = effects;
  const named: unknown[] = [];
  const resetUpstream = async (ask: { name: string }) => {
    named.push(ask);
    return { name: ask.name, wasOpen: true, coolDowns: 0 };
  };
  if (effect?.type !== "ask") throw new Error("Nothing is asked of the daemon.");
  const change = await effect.with({ resetUpstream } as never);

  expect(painted(asked, sceneNow)).toContain("Reset the circuit of openai?");
  expect(named).toEqual([{ name: "openai" }]);
  expect(painted(change(asked, sceneNow).state, sceneNow)).toContain("circuit closed; the next request goes there");
});

test("auto is one of them, and the star is with it while each request finds its own vendor", () => {
  const state = upstreamScene(standard, { status: { upstream: "auto", previousUpstream: null }, keys: ["end"] });

  const shown = painted(state, sceneNow);

  expect(shown).toMatch(/> \* auto +by request/);
  expect(shown).not.toMatch(/\* zai-intl/);
  expect(shown).toMatchSnapshot();
});

test("hundreds of upstreams are gone through like any list", () => {
  const many = Array.from({ length: 300 }, (_, at) => upstream(`upstream-${at}`));

  const shown = painted(upstreamScene(standard, { upstreams: many, keys: ["end", "k"] }), sceneNow);

  expect(shown).toMatch(/> {3}upstream-299/);
});

test("e gives the terminal to an editor with the chosen upstream; auto has nothing to edit", () => {
  const chosen = upstreamScene(standard, { keys: ["j"] });
  const atAuto = upstreamScene(standard, { keys: ["end"] });

  expect(after(chosen, pressing("e"), sceneNow).effects).toEqual([
    { type: "lend", words: ["upstreams", "edit", "zai-cn"] },
  ]);
  expect(after(atAuto, pressing("e"), sceneNow).effects).toEqual([]);
  expect(painted(after(atAuto, pressing("e"), sceneNow).state, sceneNow)).toContain("nothing to edit");
});

test("enter on the one that is in use says so instead of asking", () => {
  const { state, effects } = after(upstreamScene(standard), pressing("enter"), sceneNow);

  expect([state.overlay, effects]).toEqual([null, []]);
  expect(painted(state, sceneNow)).toContain("Requests go to zai-intl already");
});

test("nothing can be switched or tested while the proxy is gone, and the keys say why", () => {
  const gone = { kind: "gone", since: sceneNow, nextTryAt: sceneNow + 3000, why: "gone" } as const;
  const state = after(upstreamScene(standard, { keys: ["j"] }), [{ type: "link", link: gone }], sceneNow).state;

  for (const key of ["enter", "t", "u", "-"]) {
    const pressed = after(state, pressing(key), sceneNow);

    expect(pressed.effects).toEqual([]);
    expect(painted(pressed.state, sceneNow)).toContain("The proxy does not answer just now");
  }
});
