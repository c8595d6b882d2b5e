import { expect, test } from "bun:test";
import { comparison, otherThan } from "../../../../cli/dashboard/requests/compare.ts";
import { withRequests } from "../../../support/dashboard-requests.ts";
import { cutDetail, forgottenDetail, okDetail } from "../../../support/request-details.ts";
import { summary } from "../../../support/summary.ts";

test("two requests stand side by side, what differs is marked, and where their conversations part", () => {
  const longer = {
    ...cutDetail,
    request: {
      ...cutDetail.request,
      headers: [...cutDetail.request.headers, ["anthropic-beta", "context-1m"] as const],
    },
    conversation: cutDetail.conversation && {
      ...cutDetail.conversation,
      messages: cutDetail.conversation.messages.slice(0, 1),
    },
  };

  expect(comparison(okDetail, longer, 72).join("\n")).toMatchSnapshot();
});

test("a request and itself are the same", () => {
  const lines = comparison(okDetail, okDetail, 72);

  expect(lines.filter((line) => line.startsWith("*"))).toEqual([]);
  expect(lines.at(-1)).toContain("the same");
});

test("why conversations cannot be compared is said", () => {
  expect(comparison(okDetail, forgottenDetail, 72).join("\n")).toContain("Only the latest requests are kept");
});

test("a request is compared with the marked one, else with the turn before it in its session", () => {
  const turn = (id: string, session: string | null) => summary({ id, session });
  const state = withRequests(
    { columns: 80, rows: 24 },
    [turn("r_3", "s_1"), turn("r_2", null), turn("r_1", "s_1")],
    [],
  );
  const marking = (...marked: readonly string[]) => ({ ...state, requestList: { ...state.requestList, marked } });

  expect(["r_3", "r_2", "r_1", "r_gone"].map((id) => otherThan(state, id))).toEqual(["r_1", null, null, null]);
  expect(otherThan(marking("r_2", "r_3"), "r_3")).toBe("r_2");
  expect(otherThan(marking("r_3"), "r_3")).toBe("r_1");
});
