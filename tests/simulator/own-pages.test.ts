import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, post } from "./asking.ts";

const page = (simulator: ReturnType<typeof frozen>, name: string, method = "GET") =>
  simulator.fetch(new Request(`http://simulator/_sim/${name}`, { method }));

test("a bill can be read, forgotten and begun anew", async () => {
  const simulator = frozen();
  await post(simulator, ...asks.anthropic("hi"));

  expect((await jsonOf(await page(simulator, "bill"))).total.requests).toBe(1);
  expect(await jsonOf(await page(simulator, "bill", "DELETE"))).toEqual({ cleared: 1 });
  expect((await jsonOf(await page(simulator, "bill"))).total.requests).toBe(0);
});

test("the price list says what its numbers mean", async () => {
  const { unit, models } = await jsonOf(await page(frozen(), "prices"));

  expect(unit).toContain("million tokens");
  expect(models["claude-sonnet-4-6"]).toMatchObject({ input: 3, output: 15 });
});

test("other pages and other methods are told what there is", async () => {
  expect((await page(frozen(), "nothing")).status).toBe(404);
  expect((await page(frozen(), "bill", "PUT")).status).toBe(405);
});
