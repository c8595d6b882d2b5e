import { expect, test } from "bun:test";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 80, rows: 24 };

test("`s` starts the proxy while nobody answers, and the bottom line says so", () => {
  const gone = sceneState(sceneOf("gone"), size);

  const [start] = after(gone, pressing("s"), sceneNow).effects;
  expect(start).toMatchObject({ type: "start", url: gone.data.status?.url });
  expect(painted(gone, sceneNow)).toContain(" s start it");
});

test("while it answers `s` starts nothing", () => {
  expect(after(sceneState(sceneOf("calm"), size), pressing("s"), sceneNow).effects).toEqual([]);
});
