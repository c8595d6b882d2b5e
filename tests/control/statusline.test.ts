import { expect, test } from "bun:test";
import { statusline } from "../../src/control/statusline.ts";
import { ended } from "../../src/core/outcome.ts";
import { unknownStanding } from "../../src/state/standings.ts";
import { engineOf } from "../support/engine.ts";
import { stoppedClock } from "../support/exchange.ts";
import { begin, exchangeWith, sessionsWith, user } from "../support/sessions.ts";
import { summary } from "../support/summary.ts";

test("a client that names its conversation in the body alone is found by that name", async () => {
  const { sessions } = sessionsWith();
  const { engine } = engineOf({ sessions, now: () => stoppedClock().now() });
  const metadata = { user_id: "user_1_account__session_11111111-2222-3333-4444-555555555555" };
  const exchange = await begin(sessions, exchangeWith([user("hi")], { body: { metadata } }));
  engine.ledger.open(exchange);
  exchange.settle(ended(200));
  engine.ledger.close(exchange, await exchange.outcome);

  const line = await statusline({ toolSession: "11111111-2222-3333-4444-555555555555" }, engine);

  expect(line.session).toMatchObject({ id: exchange.notes.session?.id ?? "", requests: 1 });
  await engine.ledger.stop();
});

test("a line has what the conversation cost that is asked about, and who is in trouble", async () => {
  const { sessions } = sessionsWith();
  const { engine } = engineOf({
    sessions,
    recent: () => [
      summary({ model: "refused", status: 404 }),
      summary({ model: "never-sent", status: null }),
      summary({ model: null }),
      summary({ model: "asked", modelUsed: "answered" }),
      summary({ model: "before" }),
    ],
    standing: ({ name }) => ({ ...unknownStanding, state: name === "zai" ? "limited" : "ok" }),
    now: () => stoppedClock().now(),
  });
  const exchange = await begin(
    sessions,
    exchangeWith([user("hi")], { headers: { "x-claude-code-session-id": "5e8f" } }),
  );
  engine.ledger.open(exchange);
  exchange.settle(ended(200));
  engine.ledger.close(exchange, await exchange.outcome);

  const line = await statusline({ toolSession: "5e8f" }, engine);
  const stranger = await statusline({ toolSession: "another" }, engine);

  expect(line).toMatchObject({
    upstream: "anthropic",
    model: "answered",
    session: { id: exchange.notes.session?.id ?? "", requests: 1, costMicros: null, unknownCost: 1 },
    troubled: [{ name: "zai", state: "limited" }],
  });
  expect(stranger.session).toBeNull();
  await engine.ledger.stop();
});
