import { afterAll, expect, test } from "bun:test";
import { copyingCurl, copyingId } from "../../../../cli/dashboard/requests/copy.ts";
import type { RequestBody } from "../../../../src/core/request-detail.ts";
import { startControl } from "../../../support/control.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";
import { okDetail } from "../../../support/request-details.ts";

const state = withRequests({ columns: 80, rows: 24 });
let body: RequestBody = { text: '{"model":"m"}', why: null };
const { client, server } = startControl({
  request: async ({ id }) => (id === "r_ok" ? okDetail : null),
  requestBody: async () => body,
});
afterAll(() => server.stop());

const copied = async (id: string) => {
  const [effect] = copyingCurl(state, id).effects;
  if (effect?.type !== "ask") throw new Error("Nothing is asked.");
  return (await effect.with(client))(state, now);
};

test("a request goes where it can be pasted from, with its body where that is kept", async () => {
  const [whole] = (await copied("r_ok")).effects;
  body = { text: null, why: "it is too large" };
  const [without] = (await copied("r_ok")).effects;

  expect(whole).toMatchObject({ type: "copy", what: "r_ok as curl", text: expect.stringContaining('{"model":"m"}') });
  expect(without).toMatchObject({ type: "copy", what: "r_ok as curl, without its body: it is too large" });
});

test("a request that nobody knows any more says so and copies nothing", async () => {
  const { effects, state: later } = await copied("r_gone");

  expect(effects).toEqual([]);
  expect(later.toasts.at(-1)).toMatchObject({ text: "nobody knows r_gone any more", tone: "warning" });
});

test("an id is copied as it is", () => {
  expect(copyingId(state, "r_ok").effects).toEqual([{ type: "copy", text: "r_ok", what: "the id r_ok" }]);
});
