import { expect, test } from "bun:test";
import { hasSavings, savingsPanel } from "../../../../cli/dashboard/panels/savings.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import type { Status } from "../../../../src/control/contract.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";
import { savingStatus, shadowStatus } from "../../../support/scenes/savings.ts";

const calm = sceneState(sceneOf("calm"), { columns: 120, rows: 40 });
const withStatus = (status: Status): State => ({ ...calm, data: { ...calm.data, status } });
const shown = (status: Status, columns = 46) =>
  panelText(savingsPanel, withStatus(status), sceneNow, { columns, rows: 12 }).map((line) => line.trimEnd());

test("gross, what batches and calls took of it, and net stand below each other and add up", () => {
  expect(shown(savingStatus).slice(0, 6)).toEqual([
    " left out   412k tokens  in 31 pieces",
    " gross      $0.61",
    " reads      -$0.12  lost to 3 batches",
    " writes     -$0.050  of what a batch changed",
    " calls      -$0.020  of the proxy's own",
    " net        $0.42  an estimate",
  ]);
});

test("in shadow each mode says what it would have saved, and by which command it does", () => {
  const text = shown(shadowStatus);

  expect(text[0]).toBe(" each would have saved, of 44 requests:");
  expect(text.slice(1, 4)).toEqual([
    " lossless   $0.11  38k tokens",
    " balanced   $0.42  160k tokens",
    " aggressive $0.55  210k tokens",
  ]);
  expect(text[4]).toBe(" proxy-cli config set memory.mode balanced");
});

test("in little room words go, and no amount is cut", () => {
  for (let columns = 24; columns < 46; columns++)
    expect(shown(savingStatus, columns)[5]).toMatch(/^ net {8}\$0\.42( {2}an estimate)?$/);
});

test("where nothing was left out and nothing worked out, it says so and needs no place", () => {
  const status = calm.data.status;
  if (status?.today == null) throw new Error("The scene has a day.");
  const none: Status = { ...status, shadow: null, today: { ...status.today, savedTokens: 0, memoryEdits: 0 } };

  expect(shown(none).join(" ")).toContain("nothing was left out of any conversation");
  expect([none, savingStatus, shadowStatus].map((one) => hasSavings(withStatus(one)))).toEqual([false, true, true]);
});
