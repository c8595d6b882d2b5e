import { afterAll, beforeEach, expect, test } from "bun:test";
import { replaying } from "../../../../cli/dashboard/requests/replay.ts";
import type { RequestBody, RequestDetail } from "../../../../src/core/request-detail.ts";
import { startControl } from "../../../support/control.ts";
import { after, over, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";
import { okDetail } from "../../../support/request-details.ts";

const state = withRequests({ columns: 80, rows: 24 });
const usual = { body: { text: '{"model":"m"}', why: null } as RequestBody, detail: okDetail as RequestDetail | null };
let kept = usual;
beforeEach(() => {
  kept = usual;
});
const { client, server } = startControl({
  request: async () => kept.detail,
  requestBody: async () => kept.body,
});
afterAll(() => server.stop());

const asked = async () => {
  const [effect] = replaying(state, "r_ok").effects;
  if (effect?.type !== "ask") throw new Error("Nothing is asked.");
  return (await effect.with(client))(state, now).state;
};

test("a person is asked first, and told what it took before", async () => {
  const question = over(await asked(), now).replaceAll(/\s*║\n║\s*/g, " ");

  expect(question).toContain("Send r_ok again?");
  expect(question).toMatch(/This sends [\d,]+ input tokens again \(it cost .*\$[\d.]+ before\)\./);
});

test("a yes sends it as it came, a no sends nothing", async () => {
  const question = await asked();

  expect(after(question, pressing("enter"), now).effects).toEqual([
    {
      ...{ type: "again", id: "r_ok" },
      request: {
        ...{ method: "POST", place: "/v1/messages", dialect: "anthropic", body: '{"model":"m"}' },
        headers: Object.fromEntries(okDetail.request.headers),
      },
    },
  ]);
  expect(after(question, pressing("esc"), now).effects).toEqual([]);
});

test.each([
  ["its body was not kept", { ...usual, body: { text: null, why: "it is too large" } }, "it is too large"],
  ["a part of its address is hidden", { ...usual, detail: { ...okDetail, url: "https://a.b/c?key=..." } }, "is hidden"],
  ["nobody knows it", { ...usual, detail: null }, "nobody knows r_ok any more"],
])("where %s it says so and asks nothing", async (_, now_, words) => {
  kept = now_;

  const then = await asked();

  expect(then.overlay).toBeNull();
  expect(then.toasts.at(-1)).toMatchObject({ text: expect.stringContaining(words), tone: "warning" });
});
