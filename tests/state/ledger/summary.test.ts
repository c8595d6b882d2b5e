import { expect, test } from "bun:test";
import { ended } from "../../../src/core/outcome.ts";
import { summaryOf } from "../../../src/state/ledger/summary.ts";
import { exchangeOf } from "../../support/exchange.ts";

test("a request that has ended tells how, and what was learned on its way", async () => {
  const exchange = exchangeOf("/v1/messages?beta=true", { headers: { "user-agent": "claude-cli/2" } });
  exchange.notes.model = "claude-x";
  exchange.settle(ended(200));

  const summary = summaryOf(exchange, await exchange.outcome);

  expect(summary).toMatchObject({
    path: "/v1/messages",
    dialect: "anthropic",
    client: "claude-cli",
    model: "claude-x",
    status: 200,
    outcome: "--",
  });
});

test("one that has not ended is interrupted, with what had passed so far", () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.bytesOut = 7;

  expect(summaryOf(exchange, null)).toMatchObject({
    outcome: "I?",
    status: null,
    error: null,
    bytesOut: 7,
    ttftMs: null,
  });
});
