import { expect, test } from "bun:test";
import type { Line } from "../../../../cli/dashboard/frame/line.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { checkLines } from "../../../../cli/dashboard/switching/check-lines.ts";
import type { Switched } from "../../../../src/control/contract.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";
import { summary } from "../../../support/summary.ts";

const size = { columns: 80, rows: 24 };
const would: Switched = {
  ...{ from: "zai-intl", to: "anthropic", changed: false, staying: 0, latencyMs: 208, warnings: [], coldCache: null },
  ...{ formats: [], models: [], losses: [], session: null, model: null },
};
const texts = (lines: readonly Line[]) =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
const told = (more: Partial<Switched> = {}, target = "anthropic", state: State = upstreamScene(size)) => {
  const { good, bad, last } = checkLines(state, target, { kind: "possible", would: { ...would, ...more } }, 200);
  return { good: texts(good), bad: texts(bad), last: texts(last) };
};
const requests = (...some: readonly Parameters<typeof summary>[0][]) =>
  upstreamScene(size, { requests: some.map((one, at) => summary({ id: `r_${at}`, ...one })) });

test("before the daemon has answered, and when it refuses, that alone is said", () => {
  const lines = (check: Parameters<typeof checkLines>[2]) => checkLines(upstreamScene(size), "openai", check, 80);

  expect(texts(lines(undefined).last)).toEqual(["checking …"]);
  expect(texts(lines({ kind: "refused", problem: "It is down.", canForce: true }).bad)).toEqual(["[x]    It is down."]);
});

test("a format that is not spoken there is translated, and what that loses speaks against it, the first of it", () => {
  const formats = [{ from: "anthropic", to: "openai-chat" }];
  const losses = ["thoughts dropped: a", "cache marks dropped: b", "documents changed: c", "d", "e"];

  const { good, bad } = told({ formats, losses });

  expect(good).toContain("[ok]   translated: anthropic -> openai-chat");
  expect(bad).toEqual(
    expect.arrayContaining(["[warn] thoughts dropped: a", "[warn] and 2 more that it cannot take as it is"]),
  );
  expect(told({ formats: [{ from: "anthropic", to: "anthropic" }] }).good).toContain(
    "[ok]   same wire format (anthropic), no translation",
  );
});

test.each([
  ["simulator", "[ok]   key: takes any, it is built in"],
  ["openai", "[ok]   key: ours is sent (...kk31)"],
])("whose key %s gets", (target, words) => {
  expect(told({}, target).good).toContain(words);
});

test("where clients have keys of another vendor it says so", () => {
  expect(told({}, "anthropic", requests({ provider: "zai", upstream: "zai-intl" })).bad).toContain(
    "[warn] key: clients must send one that anthropic takes",
  );
});

test("models that are called otherwise there are named with what they become", () => {
  const { good } = told({ models: [{ from: "glm-4.6", to: "claude-sonnet-4-5" }] });

  expect(good).toContain("[ok]   model map: glm-4.6 -> claude-sonnet-4-5");
  expect(told({ model: "m-x" }).good).toContain("[ok]   all that it asks for becomes m-x");
});

test("a cold cache is told with its price, in place of the daemon's general word", () => {
  const warnings = ["the prompt cache is cold there", "something else"];
  const coldCache = { sessions: 1, tokens: 231_000, costMicros: null };

  expect(told({ coldCache, warnings }).bad).toEqual(
    expect.arrayContaining([
      "[warn] cold cache: 1 conversation pays 231k tokens again, what that costs is not known",
      "[warn] something else",
    ]),
  );
  expect(told({ coldCache, warnings }).bad.join()).not.toContain("is cold there");
  expect(told({ coldCache: { ...coldCache, sessions: 0 } }).good).toContain(
    "[ok]   no conversation loses a prompt cache",
  );
});

test.each([
  [1, "zai-intl", ["1 stream in flight stays on zai-intl until it ends"]],
  [3, "auto", ["3 streams in flight stay where they began"]],
  [0, "zai-intl", []],
] as const)("%d streams of %s", (staying, from, lines) => {
  expect(told({ staying, from }).last).toEqual([...lines]);
});
