import { expect, test } from "bun:test";
import type { Forwarded } from "../../../src/core/memory.ts";
import { shownEdits } from "../../../src/state/detail/edits.ts";

const text = "[400 lines left out: proxy-cli memory show m_7f3a9c21d0]";
const forwarded: Forwarded = {
  ...{ mode: "balanced", edits: 1, removedBefore: 0, removedLive: 900, batch: null, rewritten: 0, frontier: 0 },
  tokens: 1000,
  changes: [
    {
      ...{ path: ["messages", 0, "content"], by: ["ansi", "logs"], source: "Bash npm test", before: 1000, after: 100 },
      ...{ of: "y", text, hash: "x", isBatched: false },
    },
  ],
};
const body = new TextEncoder().encode(JSON.stringify({ messages: [{ role: "user", content: "all 400 lines" }] }));

test("a piece that went out shorter is shown as it came and as it went, with the name of what was left out", () => {
  expect(shownEdits(forwarded, body)).toEqual([
    {
      ...{ source: "Bash npm test", by: ["ansi", "logs"], before: 1000, after: 100, isBatched: false },
      ...{ ids: ["m_7f3a9c21d0"], sent: "all 400 lines", went: text, isWhole: true },
    },
  ]);
});

test("without the client's body, or where it is none that can be read, only what went out is shown", () => {
  expect(shownEdits(forwarded, null)).toMatchObject([{ sent: null, went: text }]);
  expect(shownEdits(forwarded, new Uint8Array([0x1f, 0x8b]))).toMatchObject([{ sent: null }]);
  expect(shownEdits(null, body)).toEqual([]);
});

test("of long texts the beginnings are shown, and that is said", () => {
  const [long] = forwarded.changes;
  if (long === undefined) throw new Error("Something is changed.");
  const [shown] = shownEdits({ ...forwarded, changes: [{ ...long, text: "x".repeat(40_000) }] }, body);

  expect(shown).toMatchObject({ isWhole: false, went: "x".repeat(16_000), sent: "all 400 lines" });
});
