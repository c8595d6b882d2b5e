import { expect, test } from "bun:test";
import { readFilter } from "../../../../cli/dashboard/filter/read.ts";
import { completed, suggestionsFor } from "../../../../cli/dashboard/filter/suggest.ts";
import { matching } from "../../../../cli/dashboard/requests/shown.ts";
import { pictureAt as now, oneOfEach } from "../../../support/dashboard-requests.ts";

const words = (text: string): readonly string[] =>
  suggestionsFor(text, oneOfEach, now).map(({ word, count }) => `${word} ${count ?? ""}`.trim());

test("an empty text offers every field, a begun one those that begin so", () => {
  expect(words("").slice(0, 3)).toEqual(["model:", "st:", "up:"]);
  expect(words("st:cut c")).toEqual(["client:", "cost:", "cache:"]);
});

test("behind a field stand its values, the most frequent first, with how many they find", () => {
  expect(words("up:")).toEqual(["up:anthropic 3", "up:openai 2", "up:zai-intl 1", "up:zai-cn 1", "up:- 1"]);
  expect(words("up:zai")).toEqual(["up:zai-intl 1", "up:zai-cn 1"]);
  expect(words("st:cut up:anth")).toEqual(["up:anthropic 1"]);
});

test("every value that is offered finds as many as it says", () => {
  for (const text of [
    "model:",
    "st:",
    "up:",
    "session:",
    "client:",
    "cost:",
    "time:",
    "in:",
    "cache:",
    "err:",
    "since:",
  ])
    for (const suggestion of suggestionsFor(text, oneOfEach, now)) {
      const filter = completed(text, suggestion);

      expect(readFilter(filter).mistake).toBeNull();
      expect([filter, matching(oneOfEach, filter, now).length]).toEqual([filter, suggestion.count as number]);
    }
});
