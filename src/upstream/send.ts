import type { TLSOptions } from "bun";
import type { Edit } from "../core/edit.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { hopsOf } from "../core/hops.ts";
import type { Provider } from "../core/provider.ts";
import type { Witness } from "../core/witness.ts";
import { spliced } from "../lib/json-splice.ts";
import { isLoopbackOrigin } from "../lib/loopback.ts";
import type { Egress, EgressProxy } from "./egress.ts";
import { requestHeaders } from "./headers.ts";
import { knock } from "./health.ts";
import { presentKey } from "./keys.ts";
import { poolOption } from "./pools.ts";
import { callTrouble, isVagueHandshake, proxyRefused } from "./trouble.ts";
import { trustOf } from "./trust.ts";

/** Bun's fetch has options of its own that the types do not know: no hidden timeout of five minutes. */
type BunRequestInit = BunFetchRequestInit & { readonly timeout: false };

/** What a call is made with. */
export type SendServices = {
  readonly providers: readonly Provider[];
  readonly egress: Egress;
  /** Which set of kept connections is used; 0 unless told. */
  readonly pool?: number;
  /** Looks on; null = nobody does. */
  readonly witness?: Witness | null;
};

/** What leaves of an exchange: all that a call needs to know of it. */
export type Outgoing = Pick<Exchange, "query" | "body" | "edits" | "dialect" | "errorDialect"> & {
  readonly request: Pick<Request, "method" | "headers">;
  readonly notes: Pick<Exchange["notes"], "stream"> & Partial<Pick<Exchange["notes"], "added">>;
};

/** The services with a witness, if any, of what is sent. */
type Seen<Sent> = Omit<SendServices, "witness"> & {
  readonly witness?: { readonly leaves: (exchange: Sent, target: Target, headers: Headers) => void } | null;
};

/**
 * The only place that calls out. Resolves at the answer's head; the bytes both ways are the client's and the vendor's
 * own. Redirects are refused, because following one would carry the key to wherever it points.
 */
export const send = async <Sent extends Outgoing>(
  exchange: Sent,
  target: Target,
  { providers, egress, pool = 0, witness }: Seen<Sent>,
  signal: AbortSignal,
): Promise<Response> => {
  const { upstream, endpoint, url } = target;
  const proxy = egress(endpoint.origin);
  const tls = endpoint.origin.startsWith("https:") ? await tlsOf(target, pool) : null;
  const headers = outgoingHeaders(exchange, target, providers);
  for (const [name, value] of exchange.notes.added ?? []) headers.set(name, value);
  if (exchange.notes.stream) headers.set("accept-encoding", "identity"); // so that its end can be seen
  const init: BunRequestInit = {
    method: exchange.request.method,
    headers,
    body: takesBody(exchange.request.method) ? bodyOf(exchange, headers) : null,
    redirect: "manual",
    decompress: false,
    timeout: false,
    signal,
    ...(proxy === null ? {} : { proxy: proxy.url }),
    ...(tls === null ? {} : { tls }),
  };
  witness?.leaves(exchange, target, headers);
  const response = await fetch(url, init).catch(async (thrown: unknown) => {
    throw signal.aborted ? signal.reason : await troubleOf(thrown, target, proxy);
  });
  const { status } = response;
  if (status === 407 && proxy !== null) {
    await response.body?.cancel();
    throw proxyRefused(`Upstream "${upstream.name}"`, proxy.host, status);
  }
  if (isRedirect(status)) {
    await response.body?.cancel();
    throw redirected(upstream.name, response.headers, url);
  }
  return response;
};

/**
 * Bun opens what all calls share at the first one, and ends the process where no descriptor is left for that: so it is
 * done before there is traffic, by a call that cannot leave. Never rejects.
 */
export const openTheWayOut = async (): Promise<void> => {
  await fetch("http://nowhere/", { unix: tooLongForASocket }).catch(() => undefined);
};

/** No system has sockets with such names, so nobody is even asked. */
const tooLongForASocket = `/${"-".repeat(200)}`;

/** What a call says of TLS: whom to trust, and which set of kept connections is its own. */
const tlsOf = async ({ upstream }: Target, pool: number): Promise<TLSOptions | null> => {
  const trust = await trustOf(upstream.tls);
  return pool === 0 ? trust : { ...trust, ...poolOption(pool) };
};

/** Bun has one word for every handshake that fails; a second one, with nothing behind it, tells why. */
const troubleOf = async (
  thrown: unknown,
  { upstream, endpoint }: Target,
  proxy: EgressProxy | null,
): Promise<ProxyError> => {
  const { name, tls } = upstream;
  const { origin } = endpoint;
  const isVague = proxy === null && isVagueHandshake(thrown);
  const handshake = isVague ? await knock({ origin, tls, proxy }, secondLookMs) : null;
  return callTrouble(thrown, { upstream: name, host: new URL(origin).host, proxy, handshake });
};

const secondLookMs = 2000;

/** The client's headers as they leave for this target: without what is the hop's, with the key that belongs there. */
export const outgoingHeaders = (
  exchange: Omit<Outgoing, "body" | "edits" | "notes">,
  target: Target,
  providers: readonly Provider[],
): Headers => {
  const headers = requestHeaders(exchange.request.headers);
  presentKey(headers, target, exchange, providers);
  countHop(headers, exchange.request.headers, target.endpoint.origin);
  return headers;
};

/** The refusal of a redirect, which names no more of the other place than its origin. */
export const redirected = (upstream: string, headers: Headers, url: string): ProxyError => {
  const to = redirectOrigin(headers.get("location"), url);
  return new ProxyError("upstream_redirect", `Upstream "${upstream}" answered with a redirect to ${to}.`, {
    hint: "Redirects are never followed, a key could leak; correct its endpoint in servers.yaml.",
  });
};

/** Only an address on this machine can lead back to us; the count in the header ends such a circle. */
const countHop = (headers: Headers, client: Headers, origin: string): void => {
  if (isLoopbackOrigin(origin)) headers.set("x-proxy-hop", String(hopsOf(client) + 1));
};

/** A body has no meaning in GET and HEAD (RFC 9110, 9.3.1), and fetch refuses to send one. */
const takesBody = (method: string): boolean => method !== "GET" && method !== "HEAD";

const bodyOf = (
  { body, edits }: Pick<Outgoing, "body" | "edits">,
  headers: Headers,
): NonNullable<BunFetchRequestInit["body"]> | null => {
  switch (body.kind) {
    case "none":
      return null;
    case "held":
      headers.delete("content-length"); // fetch writes it
      return edits.length === 0 ? body.bytes : edited(body.bytes, edits);
    case "streamed":
      return body.stream;
    case "gone":
      throw new ProxyError("internal", "The body of this request was sent before and is gone.");
    default:
      return body satisfies never;
  }
};

/** What cannot be edited goes out as it came: a feature of ours is no reason to stop a request. */
const edited = (bytes: Uint8Array<ArrayBuffer>, edits: readonly Edit[]): Uint8Array<ArrayBuffer> =>
  spliced(bytes, edits) ?? bytes;

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const redirectOrigin = (location: string | null, base: string): string =>
  location !== null && URL.canParse(location, base) ? new URL(location, base).origin : "nowhere";
