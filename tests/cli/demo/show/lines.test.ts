import { expect, test } from "bun:test";
import type { Context } from "../../../../cli/command.ts";
import { headLine, requestLine, switchLine } from "../../../../cli/demo/show/lines.ts";
import { paintWith } from "../../../../cli/output/colour.ts";
import type { RequestSummary } from "../../../../src/core/notice.ts";
import { summary } from "../../../support/summary.ts";

const context = (columns: number, depth: 0 | 16 = 0) => ({ columns, paint: paintWith(depth) }) as Context; // lines look at nothing else
const row = summary({
  startedAt: Date.UTC(2026, 0, 1),
  model: "claude-sonnet-4-6",
  upstream: "simulator",
  provider: "simulator",
  ttftMs: 33,
  durationMs: 343,
});
const seen = {
  number: 1,
  id: "r_1",
  status: 200,
  headers: new Headers(),
  sent: new Uint8Array(),
  received: new Uint8Array(),
  events: [],
  ended: "whole",
} as const;
const played = (did: string, more: Partial<RequestSummary> = {}) => ({ row: { ...row, ...more }, did, seen });

test("a line stands under its heading, wide and in a pipe", () => {
  const [head, line] = [
    headLine(context(Number.POSITIVE_INFINITY)),
    requestLine(played("said: hi"), context(Number.POSITIVE_INFINITY)),
  ];

  expect(line.indexOf("said: hi")).toBe(head.indexOf("WHAT HAPPENED"));
  expect(line.indexOf("claude-sonnet-4-6")).toBe(head.indexOf("MODEL"));
});

test.each([60, 80, 120])("no line is longer than %i columns, colours not counted", (columns) => {
  const text = requestLine(played("said: ".padEnd(300, "x"), { model: "m".repeat(90) }), context(columns, 16));

  for (const line of Bun.stripANSI(text).split("\n"))
    expect(Bun.stringWidth(line)).toBeLessThanOrEqual(Math.max(columns, 86));
});

test("what a vendor says cannot move the cursor", () => {
  expect(requestLine(played("\u001b[2Jgone"), context(Number.POSITIVE_INFINITY))).not.toContain("\u001b");
});

test("a switch says how many answers stay", () => {
  expect(switchLine("a", "b", 2, 0, context(80))).toContain(
    "switch-upstream a -> b: 2 running answers stay where they began",
  );
});
