import { expect, test } from "bun:test";
import { timelineLines } from "../../../../cli/dashboard/request/timeline.ts";
import type { RequestDetail } from "../../../../src/core/request-detail.ts";
import { abortedDetail, forgottenDetail, lookedAt, okDetail, runningDetail } from "../../../support/request-details.ts";
import { triedOnce } from "../../../support/tried.ts";

const rows = (detail: RequestDetail, width = 80, now = lookedAt) =>
  timelineLines(detail, now, width).map((line) => line.map(({ text }) => text).join(""));
const row = (name: string, detail: RequestDetail) => rows(detail).find((text) => text.trim().startsWith(name)) ?? "";
/** The cells of a bar: its first and the one behind its last. */
const bar = (text: string) => [text.indexOf("█"), text.lastIndexOf("█") + 1] as const;

test("each step begins where the one before has ended", () => {
  const [, waited] = bar(row("wait", okDetail));
  const [streamed] = bar(row("stream", okDetail));

  expect(Math.abs(streamed - waited)).toBeLessThanOrEqual(1);
  expect(row("stream", okDetail)).toContain("64 pieces");
  expect(row("Gaps", okDetail)).toContain("longest silence 310 ms at 1.2 s");
});

test("one that runs grows with the time, and its end is not known", () => {
  const later = rows(runningDetail, 80, lookedAt + 60_000).join("\n");

  expect(row("stream", runningDetail)).toContain("11.7 s");
  expect(later).toMatch(/stream.* 1m11 /);
});

test("one that did not come to its end has a mark there, with its sign", () => {
  expect(row("abt", abortedDetail)).toMatch(/X +2\.0 s/);
  expect(row("abt", okDetail)).toBe("");
});

test("what is not known any more is not made up", () => {
  const none = { ...forgottenDetail, timeline: { ...forgottenDetail.timeline, firstByteMs: null } };

  expect(row("proxy", forgottenDetail)).toBe("");
  expect(row("wait", none)).toContain("no answer");
});

test("no line is wider than its place, however long it took", () => {
  const long = { ...okDetail, timeline: { ...okDetail.timeline, lastByteMs: 86_400_000, endMs: 86_400_000 } };

  for (const detail of [okDetail, long, abortedDetail, runningDetail])
    for (const width of [36, 56, 76, 196])
      for (const text of rows(detail, width)) expect(text.trimEnd().length).toBeLessThanOrEqual(width);
});

test("tries before the last have bars of their own, and so have the waits between them", () => {
  const tries = [triedOnce({ atMs: 0, tookMs: 100, waitedMs: 200 }), triedOnce({ what: "skipped" })];
  const detail = { ...okDetail, routed: { ...okDetail.routed, tries } };
  const names = timelineLines(detail, 1_800_000_000_000, 100).map(([label]) => label?.text.trim());

  expect(names.slice(1, 5)).toEqual(["tried", "pause", "wait", "stream"]);
  expect(row("tried", detail)).toContain("anthropic refused");
});
