import { asProxyError, type FailureCode } from "../core/errors.ts";
import type { Upstream } from "../core/provider.ts";
import { endsWithin } from "../lib/ends-within.ts";
import type { Egress } from "./egress.ts";
import { knock } from "./health.ts";
import type { Names } from "./names.ts";
import { callTrouble } from "./trouble.ts";

/** A handshake that failed, as a call would have. */
class Failed extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What knocking at the doors of upstreams goes by: the same as every call. */
export type Knocker = { readonly names: Names; readonly egress: Egress };

/**
 * Looks whether an origin of an upstream can be reached: by the name's rules, through the way out that calls take, and
 * with nothing but the handshakes. Null where it can, else by which error a call would end. Never rejects.
 */
export const knockerFor =
  ({ names, egress }: Knocker, limitMs: number) =>
  async (upstream: Upstream, origin: string): Promise<FailureCode | null> => {
    const proxy = egress(origin);
    const checked = proxy === null ? names.check(upstream, origin) : null;
    const astray =
      checked === null
        ? null
        : await endsWithin(checked, limitMs).then(
            (isInTime) => (isInTime ? null : ("upstream_dns" as const)),
            (thrown: unknown) => asProxyError(thrown).code,
          );
    if (astray !== null) return astray;
    const code = await knock({ origin, tls: upstream.tls, proxy }, limitMs);
    if (code === null) return null;
    if (code === "ETIMEDOUT") return "upstream_connect_timeout";
    const called = { upstream: upstream.name, host: new URL(origin).host, proxy };
    return callTrouble(new Failed(code), called).code;
  };
