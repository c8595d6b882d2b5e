import { afterAll, expect, test } from "bun:test";
import { cancelling, whyNotCancel } from "../../../../cli/dashboard/requests/cancel.ts";
import { startControl } from "../../../support/control.ts";
import { after, over, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, oneRunning, withRequests } from "../../../support/dashboard-requests.ts";

const size = { columns: 80, rows: 24 };
const asked: string[] = [];
let wasInTime = true;
const { client, server } = startControl({
  cancelRequest: async ({ id }) => {
    asked.push(id);
    return { cancelled: wasInTime };
  },
});
afterAll(() => server.stop());

test("what runs can be cancelled, what has ended cannot, nor what nobody has chosen", () => {
  const state = withRequests(size);

  expect([oneRunning.id, "r_ok", null].map((id) => whyNotCancel(state, id) === null)).toEqual([true, false, false]);
});

test("the question says how long it runs and that what was written is billed all the same", () => {
  const question = over(cancelling(withRequests(size), oneRunning.id, now), now).replaceAll(/\s*║\n║\s*/g, " ");

  expect(question).toContain("It has run for 12.4 s.");
  expect(question).toContain("About 1,100 output tokens so far and the whole input are billed all the same.");
  const silent = withRequests(size, [], [{ ...oneRunning, outputTokens: null }]);
  expect(over(cancelling(silent, oneRunning.id, now), now)).toContain("What the upstream has done so far is billed");
});

test.each([
  [true, "r_running is cancelled"],
  [false, "r_running was not cancelled"],
] as const)("the daemon is asked after the yes, and its answer is told: %p", async (cancelled, words) => {
  wasInTime = cancelled;
  asked.length = 0;
  const { state, effects } = after(cancelling(withRequests(size), oneRunning.id, now), pressing("enter"), now);
  const [effect] = effects;
  if (effect?.type !== "ask") throw new Error("Nothing is asked.");
  expect(asked).toEqual([]);

  const done = after(state, [{ type: "changed", change: await effect.with(client) }], now).state;

  expect(asked).toEqual([oneRunning.id]);
  expect(done.toasts.at(-1)?.text).toStartWith(words);
});
