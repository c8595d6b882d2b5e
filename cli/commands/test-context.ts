import { ask } from "../asking/ask.ts";
import { agreesTo, dollarsAbove, type Expense, expenseFor, maxCostOption } from "../asking/expense.ts";
import { labelFor } from "../asking/label.ts";
import { type Place, placeFor } from "../asking/place.ts";
import type { Command, Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { cost, counted, exactly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { billOf } from "../programs/receipt.ts";
import { type Found, findWindow, type Try } from "../test-context/find.ts";
import { differs, foundLines, windowOf } from "../test-context/report.ts";
import { paidLengths } from "../test-context/search.ts";

const name = "test-context";

export default {
  args: "[upstream]",
  names: "upstreams",
  summary: "how many tokens really fit into a model; asks before it costs anything",
  options: [
    { flags: "--model <name>", summary: "this model (default: the cheapest that is known there)" },
    maxCostOption,
  ],
  examples: [
    "proxy-cli test-context simulator --model gpt-4o",
    "proxy-cli test-context anthropic --model claude-haiku-4-5 --max-cost 0.50",
    "proxy-cli test-context simulator --model gpt-4o-mini --yes --json",
  ],
  run: async (context, { args: [upstream = null], flags }) => {
    const label = labelFor(name, context);
    const place = await placeFor(context, { upstream, model: flags.text("model"), command: name }, label);
    const again = `proxy-cli ${name} ${place.upstream} --model ${visible(place.model)}`;
    const plan = planFor(place, flags, again);
    const words = `Finding the window of ${visible(place.model)} at ${place.upstream} takes a few requests, ${exactly(plan.tokens)} tokens of prompt in all`;
    if (!(await agreesTo(context, words, plan.expense, again))) return 1;
    const startedAt = context.now();
    const found = await search(context, place, plan);
    const bill = await billOf(context.client, { program: name, label, startedAt, endedAt: context.now() });
    const spentMicros = bill?.total.costMicros ?? null;
    if (context.json)
      context.data({ ...foundJson(found), upstream: place.upstream, model: place.model, costMicros: spentMicros });
    else {
      for (const line of foundLines(found, { list: place.offer.list, model: place.model }, context))
        context.print(line);
      context.say(`cost        ${bill === null ? unknown : cost(bill.total)} in ${counted(found.requests, "request")}`);
      if (found.end === "cost")
        context.say(`go on:      ${again} --max-cost ${dollarsAbove(2 * (plan.expense.mostMicros ?? 0))}`);
    }
    return 0;
  },
} satisfies Command;

const foundJson = (found: Found): object => ({
  window: windowOf(found),
  fits: found.fits,
  tooLong: found.tooLong,
  said: found.said,
  book: found.book,
  differs: differs(found),
  isSilent: found.isSilent,
  end: found.end,
  requests: found.requests,
});

/** What a search is likely to come to, and what it may. */
type Plan = {
  readonly tokens: number;
  readonly mostTokens: number;
  readonly longest: number;
  readonly expense: Expense;
};

/** No window that we know of is larger, and no prompt of ours. */
const longestKnown = 2_000_000;

/** Where nobody has a word for a window, as many as most models take. */
const usualWindow = 200_000;

/** A book that is wrong, or a vendor that does not say, may cost so many times what is likely. */
const times = 3;

const planFor = ({ offer }: Place, flags: Flags, words: string): Plan => {
  const book = offer.windowTokens;
  const longest = Math.max(longestKnown, (book ?? 0) * times);
  const lengths = [16, 1016, ...paidLengths(book ?? usualWindow, book, longest)];
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const costs = lengths.map((length) => offer.costMicros(length, 1));
  const about = costs.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  return { tokens, mostTokens: tokens * times, longest, expense: expenseFor(flags, about, times, words) };
};

const search = async (context: Context, { offer, ...place }: Place, plan: Plan): Promise<Found> => {
  const left = new AbortController();
  context.onSignals(["SIGINT", "SIGTERM", "SIGHUP"], () => left.abort());
  const { mostMicros } = plan.expense;
  let spent = 0;
  const priceOf = (tokens: number): number => (mostMicros === null ? tokens : (offer.costMicros(tokens, 1) ?? 0));
  return findWindow({
    send: (text) => ask({ ...place, offer }, { text, maxTokens: 1 }, left.signal),
    book: offer.windowTokens,
    longest: plan.longest,
    affords: (tokens) => spent + priceOf(tokens) <= (mostMicros ?? plan.mostTokens),
    onPaid: (tokens) => {
      spent += priceOf(tokens);
    },
    onTry: (one) => {
      if (!context.json) context.say(tryLine(one));
    },
  });
};

const tryLine = ({ tokens, outcome }: Try): string => `${exactly(tokens).padStart(11)} tokens   ${outcome}`;
