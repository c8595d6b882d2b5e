import { expect, test } from "bun:test";
import type { Answered, Refused } from "../../../cli/asking/ask.ts";
import { findWindow, type Search, type Try } from "../../../cli/test-context/find.ts";
import { tokensIn } from "../../../src/simulator/tokens.ts";

const fits = (inputTokens: number): Answered => ({
  ...{ tooLong: null, inputTokens, outputTokens: 1, ttftMs: 1, totalMs: 2 },
});

/** A model that takes so many tokens and says no more than that a prompt is too long. */
const silentAbout =
  (window: number) =>
  async (text: string): Promise<Answered | Refused> =>
    tokensIn(text) <= window ? fits(tokensIn(text)) : { tooLong: { tokens: null, maximum: null } };

const searchWith = (more: Partial<Search>): Search => ({
  ...{ send: silentAbout(50_000), book: null, longest: 100_000 },
  ...{ affords: () => true, onPaid: () => undefined, onTry: () => undefined },
  ...more,
});

test("a window is found by halving where neither the book nor the vendor has a word for it", async () => {
  const found = await findWindow(searchWith({}));

  expect(found).toMatchObject({ end: "known", said: null, isSilent: false });
  expect(found.fits).toBeLessThanOrEqual(50_000);
  expect(found.tooLong).toBeGreaterThan(50_000);
  expect((found.tooLong ?? 0) - found.fits).toBeLessThanOrEqual(101);
});

test("it stops before the prompt that is too dear, with what is known by then", async () => {
  let paid = 0;
  const found = await findWindow(
    searchWith({
      affords: (tokens) => paid + tokens <= 40_000,
      onPaid: (tokens) => {
        paid += tokens;
      },
    }),
  );

  expect(found).toMatchObject({ end: "cost", tooLong: null });
  expect(found.fits).toBeGreaterThan(8000);
  expect(paid).toBeLessThanOrEqual(40_000);
});

test("a vendor that leaves out in silence what does not fit is found out", async () => {
  const tries: Try[] = [];
  const send = async (text: string) => fits(Math.min(tokensIn(text), 4096));
  const found = await findWindow(searchWith({ send, book: 8000, onTry: (one) => tries.push(one) }));

  expect(found).toMatchObject({ fits: 4096, end: "known", isSilent: true, requests: 3 });
  expect(tries).toEqual([{ tokens: 4096, outcome: "cut short" }]);
});

test("where all fits that is tried, no window is made up", async () => {
  const found = await findWindow(searchWith({ send: silentAbout(Number.POSITIVE_INFINITY) }));

  expect(found).toMatchObject({ end: "longest", tooLong: null });
});

test("trouble of another kind ends the search", async () => {
  const send = async (): Promise<never> => {
    throw new Error("429");
  };

  expect(findWindow(searchWith({ send }))).rejects.toThrow("429");
});
