import type { Exchange } from "../core/exchange.ts";
import { toldPath } from "../core/place.ts";
import { sentOf } from "../core/routed.ts";
import type { RunningRequest } from "../core/running.ts";

/** More than anybody looks at; a daemon may have thousands of quiet streams. */
const mostShown = 200;

/** The latest of these exchanges, newest first; they come oldest first. */
export const runningViews = (running: Iterable<Exchange>): readonly RunningRequest[] =>
  [...running].slice(-mostShown).reverse().map(runningView);

/** An exchange under way as people see it. */
export const runningView = ({ notes, startedAt, startedTick, ...exchange }: Exchange): RunningRequest => ({
  id: exchange.id,
  startedAt,
  method: exchange.request.method,
  path: toldPath(exchange.path),
  dialect: exchange.dialect?.name ?? null,
  client: exchange.client,
  model: notes.model,
  upstream: notes.upstream,
  provider: notes.provider,
  session: notes.session?.id ?? null,
  turn: notes.session?.turn ?? null,
  ...sentOf({ plan: exchange.plan, notes }),
  stream: notes.stream,
  attempts: notes.attempts,
  ...phaseOf({ notes, startedAt, startedTick }),
  ttftMs: notes.firstByteAt === null ? null : notes.firstByteAt - startedTick,
  bytesIn: notes.bytesIn,
  bytesOut: notes.bytesOut,
  lastByteAt: notes.pace.lastAt === null ? null : startedAt + notes.pace.lastAt - startedTick,
  outputTokens: notes.soFar === null ? null : Math.round(notes.soFar().deliveredTokens),
});

type Begun = Pick<Exchange, "notes" | "startedAt" | "startedTick">;

const phaseOf = ({ notes, startedAt, startedTick }: Begun): Pick<RunningRequest, "phase" | "queue"> => {
  const { queued, firstByteAt } = notes;
  if (queued === null || queued.ms !== null) return { phase: firstByteAt === null ? "waiting" : "streaming" };
  const sinceAt = startedAt + queued.sinceTick - startedTick;
  return { phase: "queued", queue: { place: queued.place(), limit: queued.limit, sinceAt } };
};
