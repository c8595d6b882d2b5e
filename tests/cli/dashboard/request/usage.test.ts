import { expect, test } from "bun:test";
import { countedBy, usageLines } from "../../../../cli/dashboard/request/usage.ts";
import type { RequestDetail } from "../../../../src/core/request-detail.ts";
import {
  cutDetail,
  limitedDetail,
  lookedAt,
  okDetail,
  runningDetail,
  unpricedDetail,
} from "../../../support/request-details.ts";

const shown = (detail: RequestDetail): string =>
  usageLines(detail, lookedAt, 76)
    .map((line) => line.map(({ text }) => text).join(""))
    .join("\n");

test("each part of a bill has its count and its price, and what they come to stands below", () => {
  expect(shown(okDetail)).toMatch(/input +729 +\$0\.002[\s\S]*cache read +7,371[\s\S]*together +\$0\.006/);
});

test.each([
  ["that runs", runningDetail, "~1,100+ out so far (counted by us)"],
  ["nothing is billed for", limitedDetail, "$0: nothing is billed for it"],
  ["without a price", unpricedDetail, "unknown: there is no price for this model"],
  ["whose parts nobody knows", cutDetail, "~$0.28, of which the parts are not known any more"],
])("of one %s nothing is made up", (_, detail, words) => {
  expect(shown(detail)).toContain(words);
});

test("who counted is said of each kind", () => {
  const kinds = ["reported", "estimated", "none", "unknown"] as const;

  expect(kinds.map((costKind) => countedBy({ costKind }))).toEqual([
    ...["the provider's counts", "some counted by us", "nothing is billed", "as far as it was told"],
  ]);
});

test("a lost cache says why and what that cost", () => {
  const lost = { repeatedShare: 0.95, readShare: 0, why: "tools[7] was added.", costMicros: 345_000 };

  expect(shown({ ...okDetail, cache: lost }).replaceAll(/\s+/g, " ")).toContain(
    "0% of the input was read from it of 95% that had been sent before tools[7] was added. This cost $0.34 more.",
  );
});
