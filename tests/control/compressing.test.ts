import { afterEach, expect, test } from "bun:test";
import type { Engine } from "../../src/control/engine.ts";
import { createHandlers } from "../../src/control/handlers.ts";
import { configOf, engineOf } from "../support/engine.ts";
import { exchangeOf } from "../support/exchange.ts";

let ledgers: Engine["ledger"][] = [];
afterEach(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
  ledgers = [];
});

const handling = async (mode: string) => {
  const config = configOf({ "memory.mode": mode });
  const { engine, state, heard } = engineOf({
    config: () => ({ generation: 1, config, written: config, file: "config.yaml", envFile: null }),
  });
  ledgers.push(engine.ledger);
  const found = await state.sessions.find(exchangeOf("/v1/messages", { headers: { "x-proxy-session": "mine" } }));
  return { engine, heard, id: found?.id ?? "", handlers: createHandlers(engine) };
};

test.each([
  ["shadow", "balanced"],
  ["lossless", "lossless"],
])("V5: on means as all others, or balanced where that changes nothing: %s", async (setting, mode) => {
  const { engine, heard, id, handlers } = await handling(setting);

  expect(await handlers.compressSession({ id, mode: "on" })).toMatchObject({ before: null, mode, setting });
  expect(engine.overrides.of(id)?.mode as string).toBe(mode);
  expect(await handlers.sessions({ since: 0, limit: 9 })).toMatchObject([{ id, memory: mode }]);
  expect(await handlers.compressSession({ id, mode: null })).toMatchObject({ before: mode, mode: null });
  expect(engine.overrides.size()).toBe(0);
  expect(heard).toMatchObject([
    { type: "session-compressed", session: id, mode },
    { type: "session-compressed", session: id, mode: null },
  ]);
});

test("a conversation that does not go on cannot be treated by itself", async () => {
  const { handlers } = await handling("shadow");

  expect(handlers.compressSession({ id: "s_nobodyknows", mode: "off" })).rejects.toMatchObject({
    code: "input_missing",
  });
});
