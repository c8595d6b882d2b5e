import { expect, test } from "bun:test";
import { nothingReported } from "../../src/core/reported.ts";
import { runningView, runningViews } from "../../src/state/running.ts";
import { exchangeOf, stoppedClock } from "../support/exchange.ts";

test("a request that waits shows what is known and nothing else", () => {
  const exchange = exchangeOf("/v1/messages", { headers: { "user-agent": "claude-cli/2.1" } });

  expect(runningView(exchange)).toMatchObject({
    id: exchange.id,
    dialect: "anthropic",
    client: "claude-cli",
    phase: "waiting",
    ttftMs: null,
    lastByteAt: null,
    outputTokens: null,
  });
});

test("a stream under way tells when its latest bytes came, by the clock on the wall, and how much has been delivered", () => {
  const exchange = exchangeOf("/v1/messages", { clock: stoppedClock(1_800_000_000_000) });
  exchange.notes.firstByteAt = 40;
  exchange.notes.pace.lastAt = 90;
  exchange.notes.soFar = () => ({ ...nothingReported, deliveredTokens: 12.4 });

  expect(runningView(exchange)).toMatchObject({
    phase: "streaming",
    ttftMs: 40,
    lastByteAt: 1_800_000_000_090,
    outputTokens: 12,
  });
});

test("of very many the two hundred newest are shown, the newest first", () => {
  const all = Array.from({ length: 250 }, () => exchangeOf("/v1/messages"));

  const shown = runningViews(all).map(({ id }) => id);

  expect(shown).toEqual(
    all
      .slice(50)
      .reverse()
      .map(({ id }) => id),
  );
});
