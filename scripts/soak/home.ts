import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { noTokenRules, tokenStore } from "../../src/state/tokens.ts";
import { newHome } from "../../tests/support/daemon.ts";
import { serversAt } from "../../tests/support/fault-bench.ts";
import { freePort } from "../../tests/support/redis-server.ts";
import { cachedModel, goneUpstream, ownUpstreams, programs } from "./habits.ts";

/** So many requests of one program at the same time, and so many of another one in all. */
export const [mostAtOnce, mostInAll] = [2, 40] as const;

/** Everything that a daemon can be told to do with requests, each for the clients that it is for. */
const settings = `
memory: { mode: balanced }
log: { level: warn }
cache: { enabled: true, models: [${cachedModel}] }
retries: { on_overload: 1, max_wait_ms: 2000 }
fallbacks:
  - { when: { upstream: ${goneUpstream} }, to: [anthropic] }
limits:
  queue: { max: 1000 }
  max_lateness_ms: 0
  rates:
    - { name: few, when: { client: ${programs.limited} }, concurrency: ${mostAtOnce} }
budgets:
  - { name: all, per: month, when: { client: ${programs.spender} }, dollars: 1000000 }
  - { name: capped, per: month, when: { client: ${programs.capped} }, requests: ${mostInAll} }
`;

const serversWith = (vendorUrl: string): string =>
  [
    serversAt(vendorUrl),
    ...Object.entries(ownUpstreams).map(
      ([type, name]) => `${name}:\n  endpoint: ${vendorUrl}\n  type: ${type}\n  api_key: sk-ours-${type}\n`,
    ),
    `${goneUpstream}:\n  endpoint: http://127.0.0.1:${freePort()}\n  type: anthropic\n`,
  ].join("");

/** What a daemon of the soak is started with, and a token that its clients may show. */
export const makeHome = (vendorUrl: string): { home: string; servers: string; token: string } => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
  const { token } = tokenStore(join(home, "tokens.json"), Date.now).create("soak", null, noTokenRules);
  return { home, servers: serversWith(vendorUrl), token };
};
