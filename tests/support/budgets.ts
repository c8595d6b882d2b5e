import { type BudgetWish, budgetFrom } from "../../src/budgets/budget.ts";
import type { Spender } from "../../src/budgets/spender.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import type { CostKind } from "../../src/core/usage.ts";
import { exchangeOf, stoppedClock, upstreamOf } from "./exchange.ts";
import { summary } from "./summary.ts";

/** A budget of five dollars a day, but for what is said. */
export const budgetOf = (more: Partial<BudgetWish> = {}) =>
  budgetFrom({ name: "daily", per: "day", limits: { dollars: 5_000_000 }, ...more });

/** Somebody who spends, at noon. */
export const spenderOf = (more: Partial<Spender> = {}): Spender => ({
  at: noon,
  client: "claude-cli",
  token: null,
  upstream: "anthropic",
  models: ["claude-sonnet-4-5"],
  session: "s_1",
  label: null,
  cap: null,
  ...more,
});

/** In the middle of a day, here. */
export const noon = new Date(2026, 10, 18, 12).getTime();

type Parts = {
  readonly clock?: ReturnType<typeof stoppedClock>;
  readonly model?: string;
  readonly upstream?: string;
  readonly session?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A chat that is planned for an upstream. */
export const plannedExchange = ({
  clock = stoppedClock(noon),
  model = "claude-sonnet-4-5",
  upstream = "anthropic",
  session = "s_1",
  headers = {},
}: Parts = {}): Exchange => {
  const exchange = exchangeOf("/v1/messages", { clock, headers: { "user-agent": "tool/1", ...headers } });
  const there = upstreamOf(upstream);
  const [endpoint] = there.endpoints;
  if (endpoint === undefined) throw new Error("This upstream has no address.");
  exchange.plan = { targets: [{ upstream: there, endpoint, url: "https://x.example/v1/messages" }], rule: "test" };
  exchange.notes.model = model;
  exchange.notes.upstream = upstream;
  exchange.notes.provider = there.provider;
  exchange.notes.attempts = 1;
  if (session !== null) exchange.notes.session = { id: session, turn: 1, joined: "continued", isUtility: false };
  return exchange;
};

/** How it ended, as the ledger has it. */
export const endedAs = (
  exchange: Exchange,
  costMicros: number | null,
  more: Partial<RequestSummary> & { readonly costKind?: CostKind } = {},
): RequestSummary => ({
  ...summary(),
  id: exchange.id,
  startedAt: exchange.startedAt,
  client: exchange.client,
  model: exchange.notes.model,
  modelUsed: null,
  modelSent: null,
  upstream: exchange.notes.upstream,
  session: exchange.notes.session?.id ?? null,
  attempts: 1,
  costKind: costMicros === null ? "unknown" : "reported",
  costMicros,
  inputTokens: 100,
  outputTokens: 20,
  durationMs: 1000,
  ...more,
});
