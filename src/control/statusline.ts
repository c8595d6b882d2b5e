import type { RequestSummary } from "../core/notice.ts";
import type { StatsGroup } from "../state/ledger/row.ts";
import type { Spent, Status, Statusline } from "./contract.ts";
import type { Engine } from "./engine.ts";

const dayMs = 86_400_000;

/** Whoever has more conversations than this in two days looks for one of them elsewhere. */
const mostSessions = 1000;

/** What one line can tell, for a prompt that nobody wants to wait for. */
export const statusline = async (
  { toolSession }: { readonly toolSession: string | null },
  { upstreams, today, sessions, standing, recent, ledger, now, status }: Engine,
): Promise<Statusline> => {
  const id = toolSession === null ? null : await sessions.ofTool(toolSession);
  const day = today();
  return {
    upstream: upstreams.current(),
    model: modelIn(recent(mostLookedAt)),
    today: day === null ? null : { ...spent(day), savedTokens: day.savedTokens, inputTokens: day.inputTokens },
    session: id === null ? null : await sessionOf(id, ledger, now()),
    ...stopsIn(status()),
    troubled: upstreams
      .all()
      .map((upstream) => ({ name: upstream.name, state: standing(upstream).state }))
      .filter(({ state }) => state === "limited" || state === "down"),
  };
};

/** The fullest budget, and whether a person is asked. */
const stopsIn = ({ budgets }: Pick<Status, "budgets">): Pick<Statusline, "budget" | "asks"> => {
  const fullest = budgets?.sums.find(({ share }) => share > 0) ?? null;
  return {
    budget: fullest === null ? null : { id: fullest.id, share: fullest.share, isOver: fullest.isOver },
    asks: budgets?.asks.length ?? 0,
  };
};

/** The latest model that answered: one that was refused is not what anybody works with. */
const modelIn = (requests: readonly RequestSummary[]): string | null => {
  const answered = requests.find(
    ({ status, model, modelUsed }) => status !== null && status < 400 && (modelUsed ?? model) !== null,
  );
  return answered?.modelUsed ?? answered?.model ?? null;
};

/** So many of the latest requests, which may be refused ones, or no calls of a model. */
const mostLookedAt = 50;

/** Since yesterday, by whole days: those are read at once, and a conversation that is talked about is not older. */
const sessionOf = async (id: string, ledger: Engine["ledger"], now: number): Promise<Statusline["session"]> => {
  const since = (Math.floor(now / dayMs) - 1) * dayMs;
  const stats = await ledger.stats({ since, by: "session", top: mostSessions }).catch(() => null);
  const group = stats?.groups.find(({ name }) => name === id);
  return group === undefined ? null : { id, ...spent(group) };
};

const spent = ({
  requests,
  costMicros,
  unknownCost,
  estimatedCost,
}: Pick<StatsGroup, "requests" | "costMicros" | "unknownCost" | "estimatedCost">): Spent => ({
  requests,
  costMicros,
  unknownCost,
  estimatedCost,
});
