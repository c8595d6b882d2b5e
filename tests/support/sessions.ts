import type { Exchange } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { withBody } from "../../src/server/accept.ts";
import { Sessions } from "../../src/state/sessions/index.ts";
import { type SessionStore, sessionsInMemory } from "../../src/state/sessions/store.ts";
import { exchangeOf, stoppedClock } from "./exchange.ts";
import { readingDialect } from "./small-chat.ts";

/** Sessions on a clock that stands still; trouble is a failed test. */
export const sessionsWith = (
  store: SessionStore = sessionsInMemory(),
  clock = stoppedClock(),
  maxSessions = 10_000,
) => ({
  clock,
  sessions: new Sessions({
    ...{ store, salt: () => "salt", now: clock.now, measure, maxSessions },
    onTrouble: (what) => {
      throw new Error(what);
    },
  }),
});

/** What a person says. */
export const user = (content: unknown): JsonObject => ({ role: "user", content });
/** What the model says. */
export const model = (content: unknown): JsonObject => ({ role: "assistant", content });

type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly body?: JsonObject; readonly path?: string };

/** A request with this history. */
export const exchangeWith = (
  messages: readonly JsonObject[],
  { headers = {}, body = {}, path = "/v1/messages" }: Sent = {},
): Exchange => {
  const exchange = exchangeOf(path, { headers: { "x-api-key": "sk-one", "user-agent": "tool/1", ...headers } });
  const json = { model: "m", system: "You help.", tools: [{ name: "Read" }], messages, ...body };
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(json)) });
  return { ...exchange, dialect: readingDialect("anthropic") };
};

/** Sends it; its answer has not ended yet. */
export const begin = async (sessions: Sessions, exchange: Exchange): Promise<Exchange> => {
  sessions.expect(exchange);
  sessions.join(exchange);
  return exchange;
};

/** Its answer ends. */
export const end = async (sessions: Sessions, exchange: Exchange, status = 200): Promise<void> => {
  exchange.notes.upstream = "vendor";
  exchange.settle(ended(status));
  sessions.ended(exchange, await exchange.outcome, () => null);
};

/** Sends it, lets it end well, and gives where it belongs. */
export const send = async (sessions: Sessions, messages: readonly JsonObject[], sent: Sent = {}) => {
  const exchange = await begin(sessions, exchangeWith(messages, sent));
  await end(sessions, exchange);
  return exchange.notes.session;
};

/** What is said in turn. */
export const talk = [
  user("one"),
  model("1"),
  user("two"),
  model("2"),
  user("three"),
  model("3"),
  user("four"),
] as const;
