import type { Amounts, BudgetAnswer, BudgetDesk, BudgetsView, BudgetUnit } from "../../core/budget.ts";
import { ProxyError } from "../../core/errors.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Asks } from "./asks.ts";
import type { Counted } from "./counted.ts";
import type { Budgets } from "./index.ts";
import type { Loops } from "./loops.ts";
import type { Allowance, SaidOfBudgets } from "./said.ts";

type Options = {
  readonly budgets: Budgets;
  readonly loops: Pick<Loops, "allow" | "reset">;
  readonly counted: Pick<Counted, "endOf">;
  readonly said: SaidOfBudgets;
  readonly asks: Asks;
  readonly now: () => number;
  /** Writes down that a person has said it. */
  readonly note: (what: "budget-allowed" | "budget-stopped" | "budget-reset", about: string) => void;
};

/** How it stands, for who looks on. */
export const budgetsView = ({ budgets, said, asks }: Pick<Options, "budgets" | "said" | "asks">): BudgetsView => ({
  set: budgets.size(),
  sums: budgets.sums(),
  asks: asks.open(),
  stopped: said.stopped(),
});

/** What faces ask about budgets, and what becomes of what they say. */
export const createBudgetDesk = (options: Options): BudgetDesk => {
  const { budgets, loops, counted, said, asks, now, note } = options;
  const view = async (): Promise<BudgetsView> => {
    await budgets.look();
    return budgetsView(options);
  };
  const answered = async (about: readonly string[]): Promise<BudgetAnswer> => ({ about, view: await view() });
  return {
    budgets: view,
    allowBudget: async ({ about, more }) => {
      await budgets.look();
      const { name, ids, places } = await meant(about, options);
      if (more !== null) demandCounted(name, places, more);
      for (const { place, sum } of places) {
        const extra = more === null ? asMuchAgain(sum.limits, sum.allowed) : more;
        const unknown: Allowance = more === null ? { unknown: Math.max(1, sum.unknownCost) } : {};
        await said.allow(place.key, { ...extra, ...unknown }, counted.endOf(place) - now());
      }
      for (const id of [name, ...ids]) await said.release(id);
      for (const session of ids.filter(isSession)) await loops.allow(session);
      for (const id of ids) await asks.answer(id, "allowed");
      note("budget-allowed", name);
      return answered(ids);
    },
    stopBudget: async ({ about }) => {
      await budgets.look();
      const { name, ids, isSpender } = await meant(about, options);
      for (const id of isSpender ? [name] : ids) await said.stop(id);
      for (const id of ids) await asks.answer(id, "stopped");
      note("budget-stopped", name);
      return answered(ids);
    },
    resetBudget: async ({ about }) => {
      await budgets.look();
      const { name, ids, places } = await meant(about, options);
      for (const { place } of places) await said.take(place.key);
      for (const session of ids.filter(isSession)) await loops.reset(session);
      for (const id of [name, ...ids]) await said.release(id);
      note("budget-reset", name);
      return answered(ids);
    },
  };
};

const isSession = (name: string): boolean => name.startsWith("s_");

/** More of what a budget does not limit would let nothing more out, and read as if it did. */
const demandCounted = (name: string, places: Meant["places"], more: Amounts): void => {
  const limited = [...new Set(places.flatMap(({ sum }) => Object.keys(sum.limits)))];
  if (places.length === 0 || Object.keys(more).some((unit) => limited.includes(unit))) return;
  throw new ProxyError("usage", `The budget "${name}" has no limit in ${Object.keys(more).join(", ")}.`, {
    hint: `It counts ${limited.join(" and ")}: proxy-cli budget allow ${name} --more ${example[limited[0] ?? ""] ?? "5"}`,
  });
};

const example: Readonly<Record<string, string>> = {
  tokens: "'200k tokens'",
  requests: "'20 requests'",
  minutes: "'30 minutes'",
};

/** The limits that the settings have. */
const asMuchAgain = (limits: Amounts, allowed: Amounts): Amounts =>
  Object.fromEntries(
    (Object.entries(limits) as [BudgetUnit, number][]).map(([unit, limit]) => [unit, limit - (allowed[unit] ?? 0)]),
  );

type Meant = {
  readonly name: string;
  /** All that is answered with it. */
  readonly ids: readonly string[];
  readonly places: ReturnType<Budgets["named"]>;
  /** Whether it is a session or a run, and no sum. */
  readonly isSpender: boolean;
};

/** What a name is of; throws `input_missing` where it is of nothing. */
const meant = async (about: string | null, { budgets, asks, said }: Options): Promise<Meant> => {
  const open = asks.open();
  const asked = open.filter(
    (ask) => about === null || ask.id === about || ask.about === about || ask.session === about,
  );
  const topics = [...new Set(asked.map((ask) => ask.about))];
  const name = about ?? topics[0];
  if (name === undefined)
    throw new ProxyError("input_missing", "Nothing is asked at this moment.", {
      hint: "Name what is meant: proxy-cli budget list",
    });
  if (about === null && topics.length > 1)
    throw new ProxyError("usage", `There are ${topics.length} questions: ${topics.join(", ")}.`, {
      hint: `Name one: proxy-cli budget allow ${name}`,
    });
  const places = (await Promise.all([...new Set([name, ...topics])].map((one) => budgets.called(one)))).flat();
  const isSpender = /^(s_|run-)/.test(name);
  if (places.length === 0 && topics.length === 0 && !isSpender && !said.isStopped(name)) {
    const likely = nearest(
      name,
      budgets.sums().map(({ id }) => id),
    );
    throw new ProxyError("input_missing", `There is no budget, session, run or question "${name}".`, {
      hint:
        likely === null
          ? "Try: proxy-cli budget list   (all of them)"
          : `Did you mean ${likely}? See: proxy-cli budget list`,
    });
  }
  return { name, ids: [...new Set([...topics, ...places.map(({ sum }) => sum.id), name])], places, isSpender };
};
