import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { SpentGroup } from "../../../src/state/ledger/spent.ts";
import { budgetOf, endedAs, noon, plannedExchange } from "../../support/budgets.ts";
import { stoppedClock } from "../../support/exchange.ts";
import { stopsWith } from "../../support/stops.ts";

const nothing = { dollars: 0, tokens: 0 };
const dollar = 1_000_000;

const group = (more: Partial<SpentGroup>): SpentGroup => ({
  ...{
    lastAt: 0,
    client: "tool",
    upstream: "anthropic",
    model: "claude-sonnet-4-5",
    modelSent: null,
    modelUsed: null,
    token: null,
  },
  ...{ dollars: 0, tokens: 0, requests: 0, minutes: 0, unknown: 0 },
  ...more,
});

const budgetsWith = (
  wishes: readonly Parameters<typeof budgetOf>[0][],
  parts: Parameters<typeof stopsWith>[0] = {},
) => {
  const clock = stoppedClock(noon);
  const { stops, heard, shared } = stopsWith({ clock, ...parts });
  stops.budgets.use(wishes.map(budgetOf));
  return { ...stops, heard, clock, shared };
};

test("a budget lets requests in until it is used up, and then says so with what to do", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: 2 * dollar } }]);
  for (const cost of [dollar, dollar + 20_000]) {
    const exchange = plannedExchange();
    expect(await budgets.enter(exchange, nothing)).toBeNull();
    await budgets.ended(exchange, endedAs(exchange, cost));
  }

  const held = await budgets.enter(plannedExchange(), nothing);

  expect(held?.onOver).toBe("stop");
  expect(held?.error.code).toBe("budget_exceeded");
  expect(held?.error.message).toBe('The budget "daily" is used up: $2.02 of $2.00 today.');
  expect(held?.error.hint).toBe("Allow more with: proxy-cli budget allow daily, or wait until midnight.");
});

test("an answer that is counted while its connection ends is not held for ever", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const socket = plannedExchange();
  expect(await budgets.enter(socket, nothing)).toBeNull();

  const counting = budgets.goesOn(socket, { dollars: 2 * dollar, tokens: 10, answers: 1 });
  await budgets.ended(socket, endedAs(socket, 100_000));
  await counting;
  await budgets.goesOn(socket, { dollars: 2 * dollar, tokens: 10, answers: 1 });

  expect(await budgets.enter(plannedExchange(), nothing)).toBeNull();
});

test("a hundred at the same time go over a budget by the cost of one request and what they were guessed too low, no more", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const guessed = 100_000;

  const all = Array.from({ length: 100 }, () => plannedExchange());
  const held = await Promise.all(all.map((exchange) => budgets.enter(exchange, { dollars: guessed, tokens: 10 })));
  const inside = all.filter((_, at) => held[at] === null);
  for (const exchange of inside) await budgets.ended(exchange, endedAs(exchange, guessed));

  expect(inside).toHaveLength(10);
  expect(budgets.sums()[0]?.spent.dollars).toBe(dollar);
});

test("a request that ends without a bill gives back what it was counted with", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const exchange = plannedExchange();
  await budgets.enter(exchange, { dollars: 5 * dollar, tokens: 1 });
  expect(await budgets.enter(plannedExchange(), nothing)).not.toBeNull();

  await budgets.ended(exchange, endedAs(exchange, 0, { costKind: "none" }));

  expect(await budgets.enter(plannedExchange(), nothing)).toBeNull();
  expect(budgets.sums()[0]?.spent).toEqual({ dollars: 0, tokens: 0, requests: 0, minutes: 0 });
});

test("I-02: whatever requests end how, what is counted is what they cost together, in each sum that they are of", async () => {
  const requests = fc.array(
    fc.record({
      cost: fc.option(fc.integer({ min: 0, max: 3 * dollar }), { nil: null }),
      upstream: fc.constantFrom("anthropic", "openai"),
      guessed: fc.integer({ min: 0, max: dollar }),
      isFree: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(requests, async (some) => {
      const { budgets } = budgetsWith([{ onOver: "warn" }, { name: "each", each: "upstream", onOver: "warn" }]);
      const begun = await Promise.all(
        some.map(async (one) => {
          const exchange = plannedExchange({ upstream: one.upstream });
          await budgets.enter(exchange, { dollars: one.guessed, tokens: 1 });
          return { exchange, one };
        }),
      );
      for (const { exchange, one } of begun.toReversed())
        await budgets.ended(exchange, endedAs(exchange, one.cost, one.isFree ? { costKind: "none" } : {}));

      const sums = await budgets.look();

      const billed = some.filter(({ isFree }) => !isFree);
      const of = (upstream: string | null) =>
        billed
          .filter((one) => upstream === null || one.upstream === upstream)
          .reduce((sum, { cost }) => sum + (cost ?? 0), 0);
      const spent = new Map(sums.map(({ id, spent: { dollars } }) => [id, dollars]));
      expect(spent.get("daily")).toBe(of(null));
      for (const upstream of new Set(some.map((one) => one.upstream)))
        expect(spent.get(`each/${upstream}`)).toBe(of(upstream));
      expect(sums.find(({ id }) => id === "daily")?.unknownCost).toBe(
        billed.filter(({ cost }) => cost === null).length,
      );
    }),
    { numRuns: 50 },
  );
});

test("D-15: what begins before midnight is of the day that it began in, and the next day begins with nothing", async () => {
  const { budgets, clock } = budgetsWith([{ limits: { dollars: dollar } }]);
  const late = plannedExchange({ clock });
  await budgets.enter(late, nothing);
  clock.advance(13 * 3_600_000);
  await budgets.ended(late, endedAs(late, 2 * dollar));

  const today = plannedExchange({ clock });

  expect(await budgets.enter(today, nothing)).toBeNull();
  expect(budgets.sums().map(({ spent }) => spent.dollars)).toEqual([0]);
});

describe("requests whose cost nobody knows", () => {
  const ended = async (unknown: "count" | "stop" | "ignore") => {
    const { budgets } = budgetsWith([{ unknown }]);
    const exchange = plannedExchange();
    await budgets.enter(exchange, nothing);
    await budgets.ended(exchange, endedAs(exchange, null));
    return { held: await budgets.enter(plannedExchange(), nothing), sum: budgets.sums()[0] };
  };

  test("are told apart, and go on", async () => {
    const { held, sum } = await ended("count");

    expect(held).toBeNull();
    expect(sum).toMatchObject({ unknownCost: 1, tellsUnknown: true, isOver: false });
  });

  test("stop it where that is wanted, with the reason", async () => {
    const { held, sum } = await ended("stop");

    expect(held?.error.message).toBe('The budget "daily" is stopped: 1 request of unknown cost today.');
    expect(sum?.isOver).toBe(true);
  });

  test("are not told where nobody wants to know", async () => {
    const { held, sum } = await ended("ignore");

    expect(held).toBeNull();
    expect(sum?.tellsUnknown).toBe(false);
  });
});

test("what is nearly used up is told once, and once more when it is used up; the answer carries it", async () => {
  const { budgets, heard } = budgetsWith([{ limits: { dollars: dollar }, onOver: "warn" }]);
  for (const cost of [850_000, 20_000, 200_000, 10_000]) {
    const exchange = plannedExchange();
    await budgets.enter(exchange, nothing);
    await budgets.ended(exchange, endedAs(exchange, cost));
  }

  const told = heard.flatMap((notice) => (notice.type === "budget-told" ? [[notice.isOver, notice.words]] : []));
  expect(told).toEqual([
    [false, "85% of $1.00 today"],
    [true, "107% of $1.00 today"],
  ]);
  expect(budgets.words(plannedExchange())).toBe("108% of $1.00 today");
});

test("a request's own budget counts beside the others, and can only take away", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const headers = { "x-proxy-label": "run-1", "x-proxy-budget": "0.10" };
  const first = plannedExchange({ headers });
  await budgets.enter(first, nothing);
  await budgets.ended(first, endedAs(first, 150_000));

  const capped = await budgets.enter(plannedExchange({ headers }), nothing);
  const free = await budgets.enter(plannedExchange(), nothing);
  const generous = plannedExchange({ headers: { ...headers, "x-proxy-budget": "1000" } });
  await budgets.ended(generous, endedAs(generous, dollar));

  expect(capped?.error.message).toBe('The budget "x-proxy-budget" of run-1 is used up: $0.15 of $0.10 in this run.');
  expect(free).toBeNull();
  expect((await budgets.enter(generous, nothing))?.error.message).toStartWith('The budget "daily"');
});

test("S-52: a model by another name is the same model, also before anybody has heard what it is called", async () => {
  const inLedger: SpentGroup[] = [];
  const { budgets } = budgetsWith(
    [
      { name: "opus", when: { model: "claude-opus-*" }, limits: { dollars: dollar } },
      { name: "each", each: "model", limits: { dollars: dollar } },
    ],
    { spent: async () => inLedger },
  );
  const first = plannedExchange({ model: "best" });
  await budgets.enter(first, nothing);
  first.notes.reported = { model: "claude-opus-4-1", answers: [] } as never;
  inLedger.push(group({ model: "best", modelUsed: "claude-opus-4-1", dollars: 2 * dollar }));
  await budgets.ended(first, endedAs(first, 2 * dollar, { modelUsed: "claude-opus-4-1" }));

  const again = await budgets.enter(plannedExchange({ model: "best" }), nothing);
  const byName = await budgets.enter(plannedExchange({ model: "claude-opus-4-1" }), nothing);

  expect([again?.about, byName?.about]).toEqual(["opus", "opus"]);
});

test("another limit is the same budget: what was spent stays", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const exchange = plannedExchange();
  await budgets.ended(exchange, endedAs(exchange, dollar));
  await budgets.look();
  const second = plannedExchange();
  await budgets.enter(second, nothing);
  await budgets.ended(second, endedAs(second, dollar));

  budgets.use([budgetOf({ limits: { dollars: 4 * dollar } })]);

  expect((await budgets.look())[0]).toMatchObject({ spent: { dollars: dollar }, share: 0.25, isOver: false });
});

test("an answer that goes on and on counts while it does, and ends where it has come too far", async () => {
  const { budgets } = budgetsWith([{ limits: { dollars: dollar } }]);
  const socket = plannedExchange();
  expect(await budgets.enter(socket, nothing)).toBeNull();

  expect(await budgets.goesOn(socket, { dollars: 600_000, tokens: 10, answers: 1 })).toBeNull();
  const held = await budgets.goesOn(socket, { dollars: 1_200_000, tokens: 20, answers: 2 });
  await budgets.ended(socket, endedAs(socket, 1_200_000));

  expect(held?.error.code).toBe("budget_exceeded");
  expect((await budgets.look())[0]?.spent.dollars).toBe(1_200_000);
});
