import { expect, test } from "bun:test";
import { breaksCell, contextCell, costCell, modelAt } from "../../../../cli/dashboard/sessions/words.ts";
import { session } from "../../../support/dashboard-sessions.ts";

test("a context has a share only where it is known how much fits in", () => {
  expect([contextCell(142_300, 200_000), contextCell(142_300, null), contextCell(null, 200_000)]).toEqual([
    "142k/200k 71%",
    "142k",
    "-",
  ]);
});

test("a cost says what is estimated in it and what is unknown beside it", () => {
  expect(costCell(session("s_1", { estimatedCost: 1, unknownCost: 2 }))).toBe("~$2.41 +2?");
});

test("breaks without a known price are counted all the same", () => {
  expect(breaksCell(session("s_1", { cacheBreaks: 2, cacheBreakMicros: null }))).toBe("2");
  expect(breaksCell(session("s_1"))).toBe("-");
});

test("where nobody was asked, as when all came out of the cache of answers, there is no place to tell", () => {
  expect(modelAt({ model: "glm-4.6", upstream: "cn" })).toBe("glm-4.6 at cn");
  expect(modelAt({ model: "glm-4.6", upstream: null })).toBe("glm-4.6");
});
