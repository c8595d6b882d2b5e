import { expect, test } from "bun:test";
import { comparison } from "../../../../cli/dashboard/requests/compare.ts";
import { cutDetail, forgottenDetail, okDetail } from "../../../support/request-details.ts";

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
