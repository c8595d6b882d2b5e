import { expect, test } from "bun:test";
import type { ProxyError } from "../../src/core/errors.ts";
import { ProxyError as Thrown } from "../../src/core/errors.ts";
import { type BudgetServices, budget } from "../../src/middleware/budget.ts";
import { targetAt } from "../support/attempts.ts";
import { plannedExchange } from "../support/budgets.ts";
import { exchangeOf } from "../support/exchange.ts";

const full = new Thrown("budget_exceeded", 'The budget "daily" is used up.', { hint: "Allow more." });

type Budget = BudgetServices["budget"];

const budgetWith = ({
  budgets = {},
  ...more
}: Partial<Omit<Budget, "budgets">> & { budgets?: Partial<Budget["budgets"]> }) => {
  let found = 0;
  let sent = 0;
  const run = budget.create({
    budget: {
      budgets: {
        isIdle: () => false,
        needsSession: () => false,
        spender: () => ({ label: null }) as never,
        enter: async () => null,
        wouldHold: async () => null,
        goesOn: async () => null,
        words: () => null,
        ...budgets,
      },
      estimate: () => ({ dollars: 1, tokens: 1 }),
      soFar: () => null,
      ask: async () => "late",
      capIn: () => null,
      ...more,
    },
    ...{ tick: () => 0, planned: () => undefined },
    sessions: {
      find: async () => {
        found++;
        return null;
      },
    },
  });
  const next = async (): Promise<Response> => {
    sent++;
    return new Response("ok");
  };
  return { run, next, counts: () => ({ found, sent }) };
};

const held = (onOver: "pause" | "stop") => async () => ({ onOver, about: "daily", why: full.message, error: full });
const codeOf = (promise: Promise<unknown>) => promise.then(String, (error: ProxyError) => error.code);

test("where nothing is set a request is not even looked at", async () => {
  const { run, next } = budgetWith({
    budgets: { isIdle: () => true, enter: () => Promise.reject(new Error("asked")) },
  });

  expect(await (await run(plannedExchange(), next)).text()).toBe("ok");
});

test("what costs nothing passes, however much was spent: lists, and counts of tokens", async () => {
  const { run, next, counts } = budgetWith({ budgets: { enter: held("stop") } });

  await run(exchangeOf("/v1/models", { method: "GET" }), next);
  await run(exchangeOf("/v1/messages/count_tokens"), next);

  expect(counts().sent).toBe(2);
});

test("a request over its budget never goes out", async () => {
  const { run, next, counts } = budgetWith({ budgets: { enter: held("stop") } });

  expect(await codeOf(run(plannedExchange(), next))).toBe("budget_exceeded");
  expect(counts().sent).toBe(0);
});

const twoPlaces = () => {
  const exchange = plannedExchange();
  exchange.plan = { ...exchange.plan, targets: [targetAt("first"), targetAt("second")] };
  return exchange;
};

test("where the budget of the first place is used up the request goes to the second, and nobody is asked", async () => {
  const { run, next } = budgetWith({
    budgets: { enter: async (_, __, target) => (target?.upstream.name === "first" ? held("pause")() : null) },
    ask: () => expect.unreachable(),
  });
  const exchange = twoPlaces();

  expect(await (await run(exchange, next)).text()).toBe("ok");
  expect(exchange.plan.targets.map(({ upstream }) => upstream.name)).toEqual(["second"]);
  expect(exchange.notes.upstream).toBe("second");
  expect(exchange.notes.tries).toMatchObject([
    { upstream: "first", what: "skipped", reason: "budget", why: 'The budget "daily" is used up.' },
  ]);
});

test("where every place is held it stays the first one's, as if there were no other", async () => {
  const { run, next, counts } = budgetWith({ budgets: { enter: held("stop") } });
  const exchange = twoPlaces();

  expect(await codeOf(run(exchange, next))).toBe("budget_exceeded");
  expect(counts().sent).toBe(0);
  expect(exchange.plan.targets.map(({ upstream }) => upstream.name)).toEqual(["first", "second"]);
  expect(exchange.notes.tries).toEqual([]);
});

test("a place whose own budget is used up is not what is asked instead", async () => {
  const { run, next } = budgetWith({
    budgets: { wouldHold: async (_, { upstream }) => (upstream.name === "second" ? held("stop")() : null) },
  });
  const exchange = twoPlaces();

  await run(exchange, next);

  expect(exchange.plan.targets.map(({ upstream }) => upstream.name)).toEqual(["first"]);
});

test("a paused request goes out when a person has allowed it, and is looked at again before", async () => {
  let isAllowed = false;
  let looked = 0;
  const { run, next } = budgetWith({
    budgets: {
      enter: async () => {
        looked++;
        return isAllowed ? null : await held("pause")();
      },
    },
    ask: async () => {
      isAllowed = true;
      return "allowed";
    },
  });

  expect(await (await run(plannedExchange(), next)).text()).toBe("ok");
  expect(looked).toBe(2);
});

test.each([
  ["late", "budget_exceeded"],
  ["stopped", "stopped_by_user"],
  ["left", "client_left"],
] as const)("a paused request whose answer is %s ends as %s", async (answered, code) => {
  const { run, next, counts } = budgetWith({ budgets: { enter: held("pause") }, ask: async () => answered });

  expect(await codeOf(run(plannedExchange(), next))).toBe(code);
  expect(counts().sent).toBe(0);
});

test("the conversation is only looked for where a budget asks for it", async () => {
  const without = budgetWith({});
  const within = budgetWith({ budgets: { needsSession: () => true } });
  await without.run(plannedExchange(), without.next);
  await within.run(plannedExchange(), within.next);

  expect([without.counts().found, within.counts().found]).toEqual([0, 1]);
});

test("the answer tells how full a budget is, where that is worth a word", async () => {
  const { run, next } = budgetWith({ budgets: { words: () => "82% of $5.00 today" } });

  expect((await run(plannedExchange(), next)).headers.get("x-proxy-budget")).toBe("82% of $5.00 today");
});

test("each answer on a WebSocket is counted when it is whole, and may be the last", async () => {
  const { run, next } = budgetWith({
    budgets: { goesOn: held("pause") },
    soFar: () => ({ dollars: 1, tokens: 1, answers: 1 }),
  });
  const exchange = { ...plannedExchange(), upgrade: () => null };

  await run(exchange, next);

  expect((await exchange.onAnswer[0]?.())?.code).toBe("budget_exceeded");
});
