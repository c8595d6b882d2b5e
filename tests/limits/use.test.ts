import { expect, test } from "bun:test";
import { Use } from "../../src/limits/use.ts";
import { stoppedClock } from "../support/exchange.ts";

test("what was asked for with a token is told of the latest minute and day", () => {
  const clock = stoppedClock();
  const use = new Use(clock.now);
  use.note("ci", { inputTokens: 100, costMicros: 7 });
  clock.advance(3_600_000);
  use.note("ci", { inputTokens: 50, costMicros: 3 });
  use.note("laptop", { inputTokens: 1, costMicros: 0 });

  expect(use.views()).toEqual([
    {
      ...{ token: "ci", lastUsedAt: clock.now() },
      minute: { requests: 1, inputTokens: 50, costMicros: 3 },
      day: { requests: 2, inputTokens: 150, costMicros: 10 },
    },
    expect.objectContaining({ token: "laptop" }),
  ]);
  clock.advance(23 * 3_600_000);
  use.note("ci", { inputTokens: 5, costMicros: 1 });
  expect(use.views().at(-1)).toMatchObject({ day: { requests: 2, inputTokens: 55 } });
});
