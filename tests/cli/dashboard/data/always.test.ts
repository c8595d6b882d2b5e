import { expect, test } from "bun:test";
import { alwaysAsked } from "../../../../cli/dashboard/data/always.ts";
import { sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 80, rows: 24 };
const names = (scene: "empty" | "calm") => alwaysAsked(sceneState(sceneOf(scene), size)).map(({ name }) => name);

test("what runs is only asked for while something runs", () => {
  expect(names("calm")).toContain("running");
  expect(names("empty")).not.toContain("running");
});

test("the first line and the list have what they need on every screen", () => {
  expect(names("empty")).toEqual(["status", "upstreams", "config", "recent"]);
});
