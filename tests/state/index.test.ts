import { expect, test } from "bun:test";
import { upstreamOf } from "../support/exchange.ts";
import { stateOf } from "../support/state.ts";

test("all stores of one home open together and start where they are told", async () => {
  const { state } = stateOf([upstreamOf("openai")], "openai");

  expect(state.upstreams.current()).toBe("openai");
  expect(state.tally.view().accepted).toBe(0);
  expect((await state.ledger.stats({ since: 0, by: "hour" })).total.requests).toBe(0);
  await state.ledger.stop();
});
