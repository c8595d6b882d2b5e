import { expect, test } from "bun:test";
import { welcomePanel } from "../../../../cli/dashboard/panels/welcome.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import type { Status } from "../../../../src/control/contract.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const empty = sceneState(sceneOf("empty"), { columns: 80, rows: 24 });
const withStatus = (more: Partial<Status>): State => {
  const { status } = empty.data;
  return { ...empty, data: { ...empty.data, status: status === null ? null : { ...status, ...more } } };
};
const text = (state: State): string =>
  panelText(welcomePanel, state, sceneNow, { columns: 78, rows: 19 })
    .join("\n")
    .replaceAll(/\n {3}(?=\S)/g, " ");

test("who brings the key is said as it is", () => {
  expect(text(empty)).toContain("the proxy adds the key (...x7Qa)");
  expect(text(withStatus({ upstream: "anthropic" }))).toContain(
    "Mode pass-through to anthropic: your key is forwarded, never stored.",
  );
  expect(text(withStatus({ upstream: "auto" }))).toContain("with your own key, which is never stored");
  expect(text(withStatus({ isDemo: true }))).toContain("The demo: nothing leaves this computer.");
});

test("an open proxy is not called closed", () => {
  expect(text(empty)).toContain("this computer only");
  expect(text(withStatus({ isExposed: true }))).toContain("other machines can reach it, each request needs a token");
});

test("in the smallest terminal every way to begin is there", () => {
  const lines = panelText(welcomePanel, empty, sceneNow, { columns: 40, rows: 7 }).join("\n");

  for (const word of ["run -- claude", "run -- codex", 'eval "$(proxy-cli env)"', "g demo", "c copy a curl"])
    expect(lines).toContain(word);
});
