import type { Exchange, Target } from "../core/exchange.ts";
import type { Egress } from "./egress.ts";
import type { isBlackHole } from "./health.ts";
import { noConnection, noHead } from "./late.ts";
import type { Watch } from "./watchdog.ts";

/** What the wait for the head of an answer goes by. */
export type HeadWatch = {
  readonly target: Target;
  readonly notes: Pick<Exchange["notes"], "stream" | "headAt">;
  readonly egress: Egress;
  readonly isBlackHole: typeof isBlackHole;
  readonly limits: {
    readonly connectMs: number;
    readonly firstByteMs: number;
    readonly firstByteStreamMs: number;
  };
};

/**
 * A silent upstream is dead or thinking: a probe tells which within `connectMs`; the first byte has its own limit.
 * Only an address that takes no connection is dead. A refusal, a name server that fails or a descriptor that is
 * missing here says nothing of the connection that the request went out on, and it may be paid for already.
 */
export const watchForHead = (
  { target, notes, egress, isBlackHole, limits }: HeadWatch,
  watch: Watch,
  line: AbortController,
): void => {
  const { upstream, endpoint } = target;
  const door = { origin: endpoint.origin, tls: upstream.tls, proxy: egress(endpoint.origin) };
  const headMs = notes.stream ? limits.firstByteStreamMs : limits.firstByteMs;
  const giveUp = (): void => line.abort(noHead(upstream.name, headMs));
  if (headMs <= limits.connectMs) return watch.expect(headMs, giveUp);
  const halfMs = limits.connectMs / 2;
  watch.expect(halfMs, () => {
    watch.expect(headMs - halfMs, giveUp);
    void isBlackHole(door, halfMs).then((isDead) => {
      const hasHead = notes.headAt !== null;
      if (isDead && !hasHead) line.abort(noConnection(upstream.name, endpoint.origin, limits.connectMs));
    });
  });
};
