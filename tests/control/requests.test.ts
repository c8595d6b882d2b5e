import { afterAll, expect, test } from "bun:test";
import { createHandlers } from "../../src/control/handlers.ts";
import { engineOf } from "../support/engine.ts";

const cancelled: string[] = [];
const noted: unknown[] = [];
const { engine } = engineOf({
  cancel: (id) => {
    cancelled.push(id);
    return id === "r_runs";
  },
  audit: { note: (...line) => void noted.push(line) },
});
const { cancelRequest, series } = createHandlers(engine);
afterAll(() => engine.ledger.stop());

test("who cancels a request that runs is told so, and the audit log has a line", async () => {
  expect(await cancelRequest({ id: "r_runs" })).toEqual({ cancelled: true });

  expect(noted).toEqual([["request-cancelled", "control", { request: "r_runs" }]]);
});

test("a request that does not run cannot be cancelled, and nothing is noted", async () => {
  noted.length = 0;

  expect(await cancelRequest({ id: "r_gone" })).toEqual({ cancelled: false });
  expect(noted).toEqual([]);
});

test("a series without a time or a number of steps is the asker's slip", async () => {
  for (const question of [{}, { windowMs: 60_000 }, { windowMs: 0, bins: 5 }, { windowMs: 60_000, bins: 0 }])
    await expect(series(question as never)).rejects.toMatchObject({ code: "usage" });
  expect((await series({ windowMs: 60_000, bins: 5 })).bins).toHaveLength(5);
});
