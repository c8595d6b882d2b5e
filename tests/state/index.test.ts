import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { openState } from "../../src/state/index.ts";
import { stoppedClock, upstreamOf } from "../support/exchange.ts";
import { scratchFolder } from "../support/scratch.ts";

test("all stores of one home open together and start where they are told", async () => {
  const paths = pathsUnder(scratchFolder());
  mkdirSync(paths.logs);

  const state = openState({
    paths,
    clock: stoppedClock(),
    run: "now",
    logLevel: "info",
    upstreams: [upstreamOf("openai")],
    start: "openai",
    keepsLedger: true,
    warn: () => undefined,
  });

  expect(state.upstreams.current()).toBe("openai");
  expect(state.tally.view().accepted).toBe(0);
  expect((await state.ledger.stats({ since: 0, by: "hour" })).total.requests).toBe(0);
  await state.ledger.stop();
});
