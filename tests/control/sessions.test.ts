import { afterEach, expect, test } from "bun:test";
import type { Engine } from "../../src/control/engine.ts";
import { createHandlers } from "../../src/control/handlers.ts";
import { engineOf } from "../support/engine.ts";

let ledgers: Engine["ledger"][] = [];
afterEach(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
  ledgers = [];
});

const handling = () => {
  const { engine } = engineOf();
  ledgers.push(engine.ledger);
  return createHandlers(engine);
};

test("a session that nobody knows is nothing, and cannot be ended", async () => {
  const handlers = handling();

  expect(await handlers.sessions({ since: 0, limit: 10 })).toEqual([]);
  expect(await handlers.session({ id: "s_none" })).toBeNull();
  expect(await handlers.endSession({ id: "s_none" })).toEqual({ ended: false });
});
