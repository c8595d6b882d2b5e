import { expect, test } from "bun:test";
import { freshSwitch } from "../../../../cli/dashboard/switching/overlay.ts";
import { foundTargets, targetOf } from "../../../../cli/dashboard/switching/targets.ts";
import { after, pressing, stateOf } from "../../../support/dashboard.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";
import { upstream, upstreamScene } from "../../../support/dashboard-upstreams.ts";

const size = { columns: 80, rows: 24 };
const open = freshSwitch(null);
const choosing = (more: Parameters<typeof upstreamScene>[1] = {}, search = "") =>
  targetOf({ ...open, search }, upstreamScene(size, more));

test("auto is behind all upstreams, and a search finds it like any other", () => {
  const state = upstreamScene(size);

  expect(foundTargets(open, state).at(-1)?.name).toBe("auto");
  expect(foundTargets({ ...open, search: "ZAI" }, state).map(({ name }) => name)).toEqual(["zai-intl", "zai-cn"]);
});

test("the likeliest is the one before, else one that answers, else any other, else what there is", () => {
  const none = { previousUpstream: null };
  const down = [upstream("zai-intl"), upstream("one", { state: "down" }), upstream("two", { state: "down" })];

  expect(choosing()).toBe("anthropic");
  expect(choosing({ status: none })).toBe("anthropic");
  expect(choosing({ status: none, upstreams: down })).toBe("one");
  expect(choosing({}, "zai-intl")).toBe("zai-intl");
  expect(choosing({}, "nowhere")).toBeNull();
});

test("what somebody has chosen stays as long as the search finds it", () => {
  const state = upstreamScene(size);

  expect(targetOf({ ...open, target: "openai" }, state)).toBe("openai");
  expect(targetOf({ ...open, target: "openai", search: "zai" }, state)).toBe("zai-cn");
  expect(targetOf(freshSwitch("openai"), state)).toBe("openai");
});

test("nobody is guessed before the daemon has told which was before", () => {
  expect(targetOf(open, stateOf(size))).toBeNull();
});

test("while the picture is paused it goes by what has happened since", () => {
  const paused = after(upstreamScene(size), pressing("p"), now).state;
  const message = { type: "upstream-switched", from: "zai-intl", to: "zai-cn" } as const;
  const told = after(paused, [{ type: "heard", message }], now).state;

  expect(targetOf(open, told)).toBe("zai-intl");
});
