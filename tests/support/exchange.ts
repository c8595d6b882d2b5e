import type { Caller } from "../../src/core/caller.ts";
import type { Exchange, ShownToken } from "../../src/core/exchange.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { accept } from "../../src/server/accept.ts";

/** A clock that stands still until it is told to go on. */
export const stoppedClock = (start = 1_800_000_000_000) => {
  let passed = 0;
  return {
    now: () => start + passed,
    tick: () => passed,
    advance: (ms: number): void => {
      passed += ms;
    },
  };
};

let serial = 0;

/** What a client sent, as an exchange: a POST unless a method is given. */
export const exchangeOf = (
  path: string,
  { headers = {}, method = "POST", body, clock = stoppedClock(), token = "none", caller }: ExchangeParts = {},
): Exchange => {
  const request = new Request(`http://127.0.0.1:8080${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return accept(request, {
    dialects,
    clock,
    newId: () => `r_test${serial++}`,
    end: { keepOpen: () => undefined, letGo: () => undefined, unread: () => null, upgrade: () => null },
    token: () => token,
    ...(caller === undefined ? {} : { callerOf: () => caller }),
  });
};

type ExchangeParts = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly clock?: ReturnType<typeof stoppedClock>;
  readonly token?: ShownToken;
  readonly caller?: Caller;
};

/** An upstream of this provider, at an address that nobody calls. */
export const upstreamOf = (
  provider: string,
  { origin = `https://${provider}.example`, ...more }: Partial<Upstream> = {},
): Upstream => ({
  name: provider,
  provider,
  region: null,
  origin,
  endpoints: (providers.find(({ name }) => name === provider)?.endpoints ?? []).map((endpoint) => ({
    ...endpoint,
    origin,
  })),
  key: null,
  keyHint: null,
  forwardClientKey: false,
  isShipped: true,
  isLent: false,
  pricesOf: null,
  isPrivate: false,
  tls: { ca: null, verify: true },
  ...more,
});
