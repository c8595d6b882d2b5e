import { expect, test } from "bun:test";
import type { ProxyError } from "../../../src/core/errors.ts";
import { budgetOf, endedAs, noon, plannedExchange } from "../../support/budgets.ts";
import { stoppedClock } from "../../support/exchange.ts";
import { stopsWith } from "../../support/stops.ts";

const nothing = { dollars: 0, tokens: 0 };

/** A day and a session of which all has been spent. */
const spent = async () => {
  const { stops } = stopsWith({ clock: stoppedClock(noon) });
  stops.budgets.use([budgetOf({ limits: { dollars: 100 } }), budgetOf({ name: "mine", per: "session" })]);
  const exchange = plannedExchange();
  await stops.budgets.enter(exchange, nothing);
  await stops.budgets.ended(exchange, endedAs(exchange, 150));
  return stops;
};

test("a budget is allowed as much again, or just as much as is said, and that can be taken back", async () => {
  const { desk, budgets } = await spent();
  expect(await budgets.enter(plannedExchange(), nothing)).not.toBeNull();

  const again = await desk.allowBudget({ about: "daily", more: null });
  expect(again.view.sums.find(({ id }) => id === "daily")).toMatchObject({ limits: { dollars: 200 }, isOver: false });
  expect(await budgets.enter(plannedExchange(), nothing)).toBeNull();
  const more = await desk.allowBudget({ about: "daily", more: { dollars: 30 } });
  expect(more.view.sums.find(({ id }) => id === "daily")?.limits.dollars).toBe(230);
  const reset = await desk.resetBudget({ about: "daily" });

  expect(reset.view.sums.find(({ id }) => id === "daily")).toMatchObject({ limits: { dollars: 100 }, isOver: true });
});

test("a session is stopped by its id whatever it may spend, and goes on when it is allowed", async () => {
  const { desk, budgets } = await spent();
  await desk.allowBudget({ about: "daily", more: null });

  expect((await desk.stopBudget({ about: "s_1" })).view.stopped).toEqual(["s_1"]);
  const held = await budgets.enter(plannedExchange(), nothing);
  expect(await budgets.enter(plannedExchange({ session: "s_2" }), nothing)).toBeNull();
  await desk.allowBudget({ about: "s_1", more: null });

  expect(held?.error.code).toBe("stopped_by_user");
  expect(held?.error.hint).toBe("Let it go on with: proxy-cli budget allow s_1");
  expect(await budgets.enter(plannedExchange(), nothing)).toBeNull();
});

test("a word without a name answers the only question; two are told apart", async () => {
  const { desk, asks } = await spent();
  const ask = (about: string) =>
    asks.ask({ about, why: "", client: null, model: null, session: null }, 60_000, new AbortController().signal);
  const first = ask("daily");
  await desk.allowBudget({ about: null, more: null });
  expect(await first).toBe("allowed");

  const [one, other] = [ask("daily"), ask("mine/s_1")];
  expect(desk.stopBudget({ about: null })).rejects.toThrow("There are 2 questions: daily, mine/s_1.");
  await desk.stopBudget({ about: asks.open()[0]?.id ?? "" });
  await desk.allowBudget({ about: "mine/s_1", more: null });

  expect([await one, await other]).toEqual(["stopped", "allowed"]);
});

test("what nobody knows is said to be unknown", async () => {
  const { desk } = await spent();

  expect(desk.allowBudget({ about: "dayly", more: null })).rejects.toThrow(
    'There is no budget, session, run or question "dayly".',
  );
  expect(desk.allowBudget({ about: null, more: null })).rejects.toThrow("Nothing is asked at this moment.");
  const thrown = await desk.allowBudget({ about: "dayly", more: null }).catch((error: ProxyError) => error);
  expect(thrown).toMatchObject({ hint: "Did you mean daily? See: proxy-cli budget list" });
});

test("more of what a budget does not count is refused: it would let nothing more out", async () => {
  const { desk, budgets } = await spent();

  const thrown = await desk.allowBudget({ about: "daily", more: { requests: 5 } }).catch((error: ProxyError) => error);

  expect(thrown).toMatchObject({
    code: "usage",
    message: 'The budget "daily" has no limit in requests.',
    hint: "It counts dollars: proxy-cli budget allow daily --more 5",
  });
  expect(budgets.sums().find(({ id }) => id === "daily")?.allowed).toEqual({});
});

test("what another daemon has spent can be allowed here, and what nobody has spent is no sum", async () => {
  const parts = { clock: stoppedClock(noon) };
  const { stops: there, shared } = stopsWith(parts);
  const { stops: here } = stopsWith({ ...parts, shared });
  for (const { budgets } of [there, here]) budgets.use([budgetOf({ name: "mine", per: "session" })]);
  const exchange = plannedExchange();
  await there.budgets.enter(exchange, nothing);
  await there.budgets.ended(exchange, endedAs(exchange, 5_000_000));
  expect(await there.budgets.enter(plannedExchange(), nothing)).not.toBeNull();

  await here.desk.allowBudget({ about: "mine/s_1", more: { dollars: 9_000_000 } });

  expect(await there.budgets.enter(plannedExchange(), nothing)).toBeNull();
  expect(here.desk.allowBudget({ about: "mine/s_2", more: null })).rejects.toThrow("There is no budget");
});
