import type { Reported } from "../core/answer.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { ended } from "../core/outcome.ts";
import type { Provider } from "../core/provider.ts";
import { keyProtocol, protocolsOf, switchingProtocols, type Upgrade } from "../core/socket.ts";
import { objectIn, parsedJson } from "../lib/json.ts";
import { orAborted } from "../lib/or-aborted.ts";
import type { CallServices } from "./call.ts";
import { answerHeaders } from "./headers.ts";
import { slowName } from "./names.ts";
import type { UnderWay } from "./relay.ts";
import { outgoingHeaders, redirected } from "./send.ts";
import { socketReading } from "./socket-reading.ts";
import { SocketRelay } from "./socket-relay.ts";
import { callTrouble } from "./trouble.ts";
import { openSocket, type SocketAnswer } from "./vendor-socket.ts";
import type { Watch } from "./watchdog.ts";

/** One WebSocket of a client, from asking the vendor for one to the last message. */
export class WebSocketCall implements UnderWay {
  readonly id: string;
  readonly #services: CallServices;
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #upgrade: Upgrade;
  readonly #relay: SocketRelay;
  readonly #watches: Readonly<Record<"client" | "vendor", Watch>>;
  readonly #line = new AbortController();
  readonly #answer = Promise.withResolvers<Response>();

  constructor(services: CallServices, exchange: Exchange, target: Target, upgrade: Upgrade) {
    this.#services = services;
    this.#exchange = exchange;
    this.id = exchange.id;
    this.#target = target;
    this.#upgrade = upgrade;
    const { watchdog, limits, tick, measure, dialectAt } = services;
    const reading = socketReading(dialectAt(exchange.path), measure);
    const nothing = (): void => undefined;
    this.#watches = { client: watchdog.watch(nothing), vendor: watchdog.watch(nothing) };
    this.#relay = new SocketRelay({
      upstream: target.upstream.name,
      notes: exchange.notes,
      limits,
      tick,
      unread: exchange.unread,
      watches: this.#watches,
      onVendorMessage: (message) => {
        if (reading.read(message) && exchange.onAnswer.length > 0) void this.#answerIsWhole(reading.reported());
      },
      onEnd: (ending) => {
        this.#release();
        exchange.notes.reported = reading.reported();
        exchange.notes.soFar = null;
        exchange.settle(ending);
      },
    });
  }

  /**
   * Resolves when the vendor has answered: with 101 when the client has its WebSocket, else with the vendor's own
   * refusal, and the client's request stays plain HTTP. Throws where there was no answer.
   */
  async run(): Promise<Response> {
    const { signal } = this.#exchange.request;
    const leave = (): void => this.#line.abort(clientLeft());
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    this.#services.underWay.add(this);
    this.#exchange.keepOpen();
    try {
      await this.#checkName();
      this.#ask();
      return await orAborted(this.#answer.promise, this.#line.signal);
    } catch (thrown) {
      this.#release();
      throw thrown;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  breakOff(reason: ProxyError): void {
    this.#line.abort(reason);
    this.#relay.breakOff(reason);
  }

  drain(): void {
    this.#relay.drain();
  }

  /** Who counts along may want no more of it; the client reads why before the connection ends. */
  async #answerIsWhole(reported: Reported | null): Promise<void> {
    const { notes, onAnswer, errorDialect } = this.#exchange;
    notes.reported = reported;
    for (const hear of onAnswer) {
      const reason = await hear();
      if (reason === null) continue;
      const { status, body } = errorDialect.writeError(reason, this.id);
      this.#relay.tellClient(JSON.stringify({ type: "error", status, ...objectIn(parsedJson(body)) }));
      return this.breakOff(reason);
    }
  }

  /** As every call: no name may lead where it must not, and nothing goes round a company's proxy. */
  async #checkName(): Promise<void> {
    const { names, egress, limits } = this.#services;
    const { upstream, endpoint } = this.#target;
    if (egress(endpoint.origin) !== null) throw unproxied(upstream.name);
    const checked = names.check(upstream, endpoint.origin);
    if (checked === null) return;
    this.#watches.vendor.expect(limits.connectMs, () => this.#line.abort(slowName(upstream.name, limits.connectMs)));
    await orAborted(checked, this.#line.signal);
  }

  #ask(): void {
    const { providers, limits, maxMessageBytes, witness } = this.#services;
    const { upstream, url } = this.#target;
    const provider = providers.find(({ name }) => name === upstream.provider);
    if (provider === undefined || !speaksAt(provider, this.#exchange.path)) throw unsupported(upstream.name);
    this.#watches.vendor.expect(limits.connectMs, () => this.#line.abort(noAnswer(upstream.name, limits.connectMs)));
    const trouble = (thrown: unknown): void => {
      const { signal } = this.#line;
      this.#answer.reject(signal.aborted ? signal.reason : this.#troubleOf(thrown));
    };
    const headers = outgoingHeaders(this.#exchange, this.#target, providers);
    witness?.leaves(this.#exchange, this.#target, headers);
    const protocols = takenOut(headers, upstream.key !== null);
    void openSocket(
      { url, headers, protocols, tls: upstream.tls, maxMessageBytes, signal: this.#line.signal },
      this.#relay.fromVendor,
      (answer) => this.#answered(answer, trouble),
      trouble,
    ).catch(trouble);
  }

  #answered(answer: SocketAnswer, trouble: (thrown: unknown) => void): void {
    try {
      this.#answer.resolve(answer.kind === "open" ? this.#open(answer) : this.#refused(answer));
    } catch (thrown) {
      trouble(thrown);
    }
  }

  #open({ headers: vendor, end }: SocketAnswer & { kind: "open" }): Response {
    const headers = this.#headersFrom(vendor);
    const client = this.#line.signal.aborted ? null : this.#upgrade(headers, this.#relay.fromClient);
    if (client === null) {
      end.close(1001, "The client left.");
      throw clientLeft();
    }
    this.#relay.join(client, end);
    return new Response(null, { status: switchingProtocols });
  }

  #refused({ status, headers: vendor, body }: SocketAnswer & { kind: "refused" }): Response {
    const { name } = this.#target.upstream;
    const { notes, settle } = this.#exchange;
    if (status >= 300 && status < 400 && vendor.has("location")) throw redirected(name, vendor, this.#target.url);
    if (status < 200 || status > 599) throw this.#troubleOf(new Error("HTTP status"));
    const headers = this.#headersFrom(vendor);
    headers.delete("content-length"); // Bun writes it
    notes.bytesOut = body.length;
    this.#release();
    settle(ended(status));
    return new Response(body, { status, headers });
  }

  #troubleOf(thrown: unknown): ProxyError {
    const { upstream, url } = this.#target;
    return callTrouble(thrown, { upstream: upstream.name, host: new URL(url).host, proxy: null });
  }

  #headersFrom(vendor: Headers): Headers {
    const headers = answerHeaders(vendor);
    for (const name of ["sec-websocket-accept", "sec-websocket-extensions"]) headers.delete(name);
    headers.set("x-proxy-request-id", this.#exchange.id);
    headers.set("x-proxy-upstream", this.#target.upstream.name);
    return headers;
  }

  #release(): void {
    this.#watches.client.end();
    this.#watches.vendor.end();
    this.#services.underWay.delete(this);
  }
}

/** Whether this vendor has WebSockets at this path. */
const speaksAt = ({ webSocketPaths }: Provider, path: string): boolean =>
  webSocketPaths.some((shape) => shape.test(path));

/**
 * Takes the client's side of the handshake out of the headers, and gives the sub-protocols to offer. Where a key of ours
 * goes along, one that the client has hidden among them must not.
 */
const takenOut = (headers: Headers, hasOwnKey: boolean): readonly string[] => {
  const protocols = protocolsOf(headers);
  for (const name of [...headers.keys()]) if (name.startsWith("sec-websocket-")) headers.delete(name);
  return hasOwnKey ? protocols.filter((name) => !name.startsWith(keyProtocol)) : protocols;
};

const unsupported = (upstream: string): ProxyError =>
  new ProxyError("websocket_unsupported", `Upstream "${upstream}" has no WebSocket at this path.`, {
    hint: "Use the streaming HTTP form of the same API.",
  });

const unproxied = (upstream: string): ProxyError =>
  new ProxyError(
    "websocket_unsupported",
    `Upstream "${upstream}" is behind the egress proxy, and WebSockets are not.`,
    {
      hint: "Use the streaming HTTP form of the same API.",
    },
  );

const noAnswer = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError("upstream_timeout", `Upstream "${upstream}" gave no WebSocket within ${limitMs / 1000} s.`, {
    hint: "Check your network, or switch: proxy-cli switch-upstream NAME.",
  });

const clientLeft = (): ProxyError => new ProxyError("client_left", "The client left before its WebSocket was open.");
