import { describe, expect, test } from "bun:test";
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

describe("a daemon that begins again", () => {
  test("begins each sum with what the ledger has of it, once, however many ask at the same time", async () => {
    const asked: unknown[] = [];
    const { budgets } = budgetsWith([{ limits: { dollars: 2 * dollar } }, { name: "mine", per: "session" }], {
      spent: async (question) => {
        asked.push(question);
        return [
          group({ dollars: dollar, requests: 3, tokens: 50 }),
          group({ client: "other", unknown: 1, requests: 1 }),
        ];
      },
    });

    await Promise.all(Array.from({ length: 5 }, () => budgets.enter(plannedExchange(), nothing)));

    expect(asked).toHaveLength(2);
    const sums = new Map((await budgets.look()).map((sum) => [sum.id, sum]));
    expect(sums.get("daily")).toMatchObject({ spent: { dollars: dollar, requests: 4 }, unknownCost: 1 });
    expect(sums.get("mine/s_1")).toMatchObject({ spent: { dollars: dollar } });
  });

  test("counts a request that ends as the first of a sum once: the ledger has it already", async () => {
    const { budgets } = budgetsWith([{}], { spent: async () => [group({ dollars: 700, requests: 1 })] });
    const exchange = plannedExchange();

    await budgets.ended(exchange, endedAs(exchange, 700));

    expect((await budgets.look())[0]?.spent.dollars).toBe(700);
  });

  test("counts on from nothing where no ledger is kept", async () => {
    const { budgets } = budgetsWith([{}], { spent: () => Promise.reject(new Error("off")) });
    const exchange = plannedExchange();
    await budgets.ended(exchange, endedAs(exchange, 700));
    const next = plannedExchange();
    await budgets.ended(next, endedAs(next, 300));

    expect((await budgets.look())[0]?.spent.dollars).toBe(1000);
  });

  test("never begins a sum anew that is in use, however many others come and go", async () => {
    let asked = 0;
    const { budgets } = budgetsWith([{}, { name: "mine", per: "session" }], {
      spent: async ({ session }) => {
        if (session === null) asked++;
        return [];
      },
    });
    for (let at = 0; at < 20_100; at++) {
      const exchange = plannedExchange({ session: `s_${at}` });
      await budgets.ended(exchange, endedAs(exchange, 1));
    }

    expect(asked).toBe(1);
  }, 30_000);

  test("two daemons over one store have one sum, and neither adds what the ledger has", async () => {
    const first = budgetsWith([{ limits: { dollars: dollar } }]);
    const shared = { ...first.shared, standing: () => ({ state: "connected" as const, sinceAt: 0, reason: null }) };
    const spent = async () => [group({ dollars: 900_000 })];
    const [one, other] = [1, 2].map(() => budgetsWith([{ limits: { dollars: dollar } }], { shared, spent }));
    for (const daemon of [one, other]) {
      const exchange = plannedExchange();
      expect(await daemon?.budgets.enter(exchange, nothing)).toBeNull();
      await daemon?.budgets.ended(exchange, endedAs(exchange, 500_000));
    }

    expect((await one?.budgets.look())?.[0]?.spent.dollars).toBe(dollar);
    expect(await one?.budgets.enter(plannedExchange(), nothing)).not.toBeNull();
    expect(await other?.budgets.enter(plannedExchange(), nothing)).not.toBeNull();
  });
});

test("a budget that is taken out of the settings and comes back begins with what the ledger has", async () => {
  let inLedger = 0;
  const { budgets } = budgetsWith([{}], { spent: async () => [group({ dollars: inLedger })] });
  const exchange = plannedExchange();
  await budgets.enter(exchange, nothing);
  await budgets.ended(exchange, endedAs(exchange, 100));

  budgets.use([]);
  inLedger = 250; // others ran meanwhile
  await budgets.look();
  budgets.use([budgetOf()]);

  expect((await budgets.look())[0]?.spent.dollars).toBe(250);
});

test("S-52: which model answers to another name is known from the ledger, before the first request after a start", async () => {
  const { budgets } = budgetsWith([{ name: "each", each: "model", limits: { dollars: dollar } }], {
    spent: async () => [group({ model: "best", modelUsed: "claude-opus-4-1", dollars: 2 * dollar })],
  });

  expect((await budgets.enter(plannedExchange({ model: "best" }), nothing))?.about).toBe("each/claude-opus-4-1");
});
