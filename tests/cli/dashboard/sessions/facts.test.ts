import { expect, test } from "bun:test";
import type { Span } from "../../../../cli/dashboard/frame/line.ts";
import { cacheWords, contextWords, costLine, savedWords } from "../../../../cli/dashboard/sessions/facts.ts";
import { session } from "../../../support/dashboard-sessions.ts";

const textOf = (pieces: readonly (string | Span)[]): string =>
  pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
const toneOf = ([first]: readonly (string | Span)[]) => (typeof first === "string" ? undefined : first?.tone);

test.each([
  [null, 200_000, "not known: no vendor told its size"],
  [50_000, null, "50k tokens   how many fit in is not known"],
  [50_000, 200_000, "███·········  50k of 200k   25%"],
  [0, 200_000, "············  0 of 200k   0%"],
  [400_000, 200_000, "████████████  400k of 200k   200%"],
] as const)("a context of %p in a window of %p", (tokens, window, words) => {
  expect(textOf(contextWords(tokens, window, 12))).toBe(words);
});

test("a context is coloured when it gets narrow", () => {
  expect([50, 76, 91].map((tokens) => toneOf(contextWords(tokens, 100, 10)))).toEqual(["running", "warning", "error"]);
});

test("what a cache gave is told as far as it was told, and what losing it cost", () => {
  expect(textOf(cacheWords(session("s_1", { cachedShare: null }), null))).toBe("no vendor told");
  expect(textOf(cacheWords(session("s_1", { cachedShare: 0.5 }), null))).toBe("read 50%");
  expect(
    textOf(
      cacheWords(session("s_1", { cacheBreaks: 2, cacheBreakMicros: 690_000 }), { read: 0.8, write: 0.1, miss: 0.1 }),
    ),
  ).toBe("read 80%, write 10%, miss 10%; 2 breaks for $0.69");
});

test("what was saved stands beside the cost where it has room; saving of no known price has none", () => {
  const one = session("s_1", { costMicros: 1_000_000, estimatedCost: 0, unknownCost: 0 });
  const line = (columns: number) => textOf(costLine(one, savedWords(412_000, null), columns));

  expect(line(60)).toContain("$1.00   saved 412k tokens");
  expect(line(30)).not.toContain("saved");
  expect(savedWords(0, 0).text).toBe("nothing saved");
});
