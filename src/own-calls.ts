import type { Values } from "./config/schema.ts";
import type { Accounts } from "./core/accounts.ts";
import { asProxyError } from "./core/errors.ts";
import type { Exchange, Target } from "./core/exchange.ts";
import type { OwnAnswer, OwnCall } from "./core/own-call.ts";
import { placeAt } from "./core/place.ts";
import type { Upstream } from "./core/provider.ts";
import { anthropic } from "./dialects/anthropic/index.ts";
import { dialects } from "./dialects/index.ts";
import type { Clock } from "./lib/clock.ts";
import { requestIds } from "./lib/id.ts";
import { isObject, parsedJson } from "./lib/json.ts";
import { providers } from "./providers/index.ts";
import { accept, withBody } from "./server/accept.ts";
import type { State } from "./state/index.ts";
import { createOwnCalls, type OwnCallQueue } from "./upstream/own-calls.ts";

/** By this name questions of ours stand in the ledger. */
export const ownClient = "proxy-cli";

/** Sends an exchange to its target, past all features. */
type Direct = (exchange: Exchange) => Promise<Response>;

/** Everything that a question needs on its way. */
export type OwnWay = {
  readonly direct: Direct;
  readonly accounts: Pick<Accounts, "open" | "close">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
};

/** The daemon, as far as questions of its own are concerned. */
type Begun = {
  readonly runtime: () => { readonly direct: Direct };
  readonly settings: () => { readonly config: { readonly values: Pick<Values, "memory.own_calls_budget"> } };
};

/** Questions of our own; none is asked before the daemon has begun. */
export type OwnCallsHost = OwnCallQueue & {
  readonly begin: (begun: Begun, accounts: OwnWay["accounts"]) => void;
};

/** A host that asks nothing yet. */
export const createOwnCallsHost = (
  { answers, ledger, log }: Pick<State, "answers" | "ledger" | "log">,
  clock: Clock,
  locate: OwnWay["locate"],
): OwnCallsHost => {
  const newId = requestIds(clock.now, Math.random);
  let host: { readonly begun: Begun; readonly accounts: OwnWay["accounts"] } | null = null;
  const queue = createOwnCalls({
    answers,
    now: clock.now,
    run: (call, signal) => {
      if (host === null) return Promise.reject(new Error("The daemon has not begun."));
      const { accounts, begun } = host;
      return askOnce(call, { direct: begun.runtime().direct, accounts, clock, newId, locate }, signal);
    },
    budgetMicros: () => Math.round((host?.begun.settings().config.values["memory.own_calls_budget"] ?? 0) * 1e6),
    spentSince: async (since) => {
      const { groups } = await ledger.stats({ since, by: "client" });
      return groups.find(({ name }) => name === ownClient)?.costMicros ?? 0;
    },
    onTrouble: (what) => log.write("warn", "a question of our own failed", { what }),
  });
  return {
    ...queue,
    begin: (begun, accounts) => {
      host = { begun, accounts };
    },
  };
};

/**
 * Asks a model once, past all features: booked like any request, under our own name. No client has any part in it: only a
 * key of the daemon's own goes along. Rejects where there was no answer.
 */
export const askOnce = async (call: OwnCall, way: OwnWay, signal: AbortSignal): Promise<OwnAnswer> => {
  const upstream = await way.locate(call.place.upstream);
  const exchange = exchangeFor(call, upstream, way, signal);
  way.accounts.open(exchange);
  const text = await answerOf(exchange, way.direct).catch((thrown: unknown) => {
    const error = asProxyError(thrown);
    exchange.settle({ code: error.failure.outcome, status: error.failure.status, error: error.code });
    return null;
  });
  const outcome = await exchange.outcome;
  way.accounts.close(exchange, outcome);
  return { text, costMicros: exchange.notes.bill?.costMicros ?? null };
};

/** Whether a question may go there: with a key of ours, or where no key is asked for. */
export const isOurs = ({ key, provider }: Upstream): boolean =>
  key !== null || providers.some(({ name, takesAnyKey }) => takesAnyKey && name === provider);

const chatPath = "/v1/messages";

const exchangeFor = (
  { place, question, session }: OwnCall,
  upstream: Upstream,
  { clock, newId }: OwnWay,
  signal: AbortSignal,
): Exchange => {
  const headers = new Headers({
    "content-type": "application/json",
    "user-agent": `${ownClient}/1`,
    "anthropic-version": "2023-06-01",
  });
  if (upstream.key === null) headers.set("x-api-key", ownClient); // whoever takes any key wants to see one
  const request = new Request(`http://${ownClient}${chatPath}`, { method: "POST", headers, signal });
  const exchange = accept(request, { dialects, clock, newId, end: nobody });
  const body = {
    model: place.model,
    max_tokens: question.maxTokens,
    system: question.system,
    messages: [{ role: "user", content: question.content }],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  withBody(exchange, { kind: "held", bytes });
  const { notes } = exchange;
  [notes.upstream, notes.provider, notes.bytesIn] = [upstream.name, upstream.provider, bytes.length];
  const hasImages = question.content.some(({ type }) => type === "image");
  exchange.plan = { targets: [targetAt(upstream, place.model, hasImages)], rule: "memory" };
  const id = session();
  if (id !== null) notes.session = { id, turn: null, joined: "explicit", isUtility: true };
  return exchange;
};

/** There is no connection of a client's. */
const nobody = { keepOpen: () => undefined, letGo: () => undefined, unread: () => null, upgrade: () => null } as const;

/** Asked in Anthropic's format where it is spoken, unless images are looked at elsewhere. */
const targetAt = (upstream: Upstream, model: string, hasImages: boolean): Target => {
  const provider = providers.find(({ name }) => name === upstream.provider);
  const imagesAt = hasImages ? (provider?.split?.imageDialect ?? null) : null;
  const wanted = [...(imagesAt === null ? [] : [imagesAt]), anthropic.name, ...(provider?.preferred.atHome ?? [])];
  for (const name of wanted) {
    const endpoint = upstream.endpoints.find(({ dialects: spoken }) => spoken.includes(name));
    const translateTo = dialects.find((dialect) => dialect.name === name);
    if (endpoint === undefined || translateTo === undefined) continue;
    const target = { upstream, endpoint, url: placeAt(endpoint, chatPath, ""), model };
    return translateTo === anthropic ? target : { ...target, translateTo };
  }
  throw new Error("An upstream speaks no format.");
};

/** More is no answer to a question of ours. */
const mostBytes = 1024 * 1024;

const answerOf = async (exchange: Exchange, direct: Direct): Promise<string | null> => {
  const response = await direct(exchange);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > mostBytes) return null; // leaving the loop cancels the rest
    pieces.push(piece);
  }
  const json = parsedJson(new TextDecoder().decode(Buffer.concat(pieces)));
  if (!response.ok || !isObject(json)) return null;
  const [candidate] = anthropic.readAnswer(json).candidates;
  return (candidate?.blocks ?? []).flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
};
