import { expect, test } from "bun:test";
import { amountWords, exceeded, overWords, shareWords } from "../../src/budgets/words.ts";

const sum = {
  ...{ id: "daily", name: "daily", who: null, per: "day" as const, unknownCost: 0, tellsUnknown: true },
  limits: { dollars: 5_000_000, tokens: 2_000_000 },
  spent: { dollars: 4_100_000, tokens: 10, requests: 3, minutes: 0 },
};

test("amounts are told as people say them", () => {
  expect(amountWords("dollars", 5_020_000)).toBe("$5.02");
  expect(amountWords("dollars", 120)).toBe("$0.00012");
  expect(amountWords("tokens", 1_250_000)).toBe("1.3M tokens");
  expect(amountWords("requests", 1)).toBe("1 request");
  expect(amountWords("minutes", 90_000)).toBe("1.5 min");
});

test("a share is that of the fullest limit, and unknown costs are told beside it", () => {
  expect(shareWords(sum)).toBe("82% of $5.00 today");
  expect(shareWords({ ...sum, unknownCost: 3 })).toBe("82% of $5.00 today + 3 requests of unknown cost");
  expect(shareWords({ ...sum, spent: { ...sum.spent, tokens: 2_000_000 } })).toBe("100% of 2M tokens today");
});

test("the error says what, of whom and what to do", () => {
  const ofSession = { ...sum, id: "mine/s_1", name: "mine", who: "s_1", per: "session" as const };

  expect(overWords(ofSession)).toBe('The budget "mine" of s_1 is used up: $4.10 of $5.00 in this session.');
  expect(exceeded(ofSession).hint).toBe("Allow more with: proxy-cli budget allow mine/s_1, or begin a new session.");
  expect(exceeded(sum, { waited: true }).message).toEndWith("Nobody has allowed more in time.");
});
