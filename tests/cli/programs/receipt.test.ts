import { expect, test } from "bun:test";
import { type Run, receiptLines } from "../../../cli/programs/receipt.ts";
import type { Exchange } from "../../../src/core/exchange.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { createReceipts } from "../../../src/state/receipts.ts";
import { summary } from "../../support/summary.ts";

const run: Run = { program: "/opt/bin/claude", startedAt: 1000, endedAt: 724_000, label: "run-1" };

const billOf = (...requests: readonly Partial<RequestSummary>[]) => {
  const receipts = createReceipts();
  const exchange = {
    id: "r_0",
    request: new Request("http://x/", { headers: { "x-proxy-label": "run-1" } }),
  } as Exchange;
  for (const request of requests) receipts.close(exchange, summary(request));
  return receipts.of("run-1");
};

test("six lines: turns, tokens, cost, what was saved, the slowest", () => {
  const bill = billOf(
    {
      turn: 1,
      inputTokens: 41_000,
      cacheReadTokens: 30_000,
      outputTokens: 900,
      costMicros: 28_000,
      costKind: "estimated",
    },
    {
      turn: 2,
      inputTokens: 9_000,
      cacheReadTokens: 0,
      outputTokens: 100,
      costMicros: 3_000,
      costKind: "reported",
      savedTokens: 412,
      savedMicros: -920,
    },
    { id: "r_slow", status: 429, durationMs: 31_000, model: "claude-x" },
  );

  expect(receiptLines(run, bill, 0)).toEqual([
    "proxy-cli: claude, 12m03, 3 requests",
    "  turns     2   ok 66.7%   429: 1",
    "  tokens    in 50k   out 1,000   cache hit 60%",
    "  cost      ~$0.031   + 1 request of unknown cost",
    "  saved     412 tokens, -$0.001 net",
    "  slowest   31.0 s   claude-x   r_slow",
  ]);
});

test("what nobody knows is said and is no 0", () => {
  const bill = billOf({ turn: null, savedMicros: null });

  const lines = receiptLines(run, bill, 0);

  expect(lines).toContain("  tokens    in -   out -   cache hit -");
  expect(lines).toContain("  cost      unknown");
  expect(lines).toHaveLength(6);
});

test("a program whose requests carry no label is told together with all others; a daemon that began anew says so", () => {
  const bill = billOf({});

  const [all = ""] = receiptLines({ ...run, label: null }, bill && { ...bill, turns: null }, 0);
  const [late = ""] = receiptLines(run, null, 5000);

  expect(all).toEndWith("all requests of this time, whoever sent them");
  expect(late).toMatch(/^proxy-cli: no request of claude came through the proxy {3}since \d\d:\d\d:\d\d only/);
});
