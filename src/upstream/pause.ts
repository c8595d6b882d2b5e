import type { Exchange } from "../core/exchange.ts";
import { orAborted } from "../lib/or-aborted.ts";
import { clientLeft } from "./late.ts";
import type { UnderWay } from "./relay.ts";

/**
 * Waits between two tries of an exchange. Rejects as soon as its client leaves, and where the daemon, which stops, ends all
 * that is under way.
 */
export const pause = async (
  { id, request, keepOpen }: Pick<Exchange, "id" | "request" | "keepOpen">,
  waitMs: number,
  underWay: Set<UnderWay>,
): Promise<void> => {
  const stop = new AbortController();
  const waiting: UnderWay = { id, breakOff: (reason) => stop.abort(reason) };
  const leave = (): void => stop.abort(clientLeft());
  if (request.signal.aborted) leave();
  request.signal.addEventListener("abort", leave, { once: true });
  keepOpen(); // the listener ends connections that are quiet for a while
  underWay.add(waiting);
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  try {
    await orAborted(promise, stop.signal);
  } finally {
    clearTimeout(timer);
    underWay.delete(waiting);
    request.signal.removeEventListener("abort", leave);
  }
};
