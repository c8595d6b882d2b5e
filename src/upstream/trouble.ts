import { type FailureCode, ProxyError } from "../core/errors.ts";
import type { EgressProxy } from "./egress.ts";
import { isTlsCode, tlsReason } from "./tls-reason.ts";

type Trouble = { readonly code: FailureCode; readonly what: string; readonly hint: string };

/** What Bun's fetch says when it fails, by the error's code or name, and what that means for a person. */
const troubles: readonly (Trouble & { readonly matches: RegExp })[] = [
  {
    matches: /^(ConnectionRefused|ECONNREFUSED)$/,
    code: "upstream_refused",
    what: "refused the connection; the request was not sent",
    hint: "Is it running there? Try: proxy-cli upstreams test",
  },
  {
    matches: /^(ENOTFOUND|EAI_AGAIN|DNS|FailedToOpenSocket|ENOTIMP)/,
    code: "upstream_dns",
    what: "could not be found (DNS); the request was not sent",
    hint: "Check your network, then the name in servers.yaml.",
  },
  {
    matches: /^(EMFILE|ENFILE)$/,
    code: "out_of_file_descriptors",
    what: "could not be called: this process has no file descriptors left",
    hint: "Raise the limit (ulimit -n) and restart the proxy.",
  },
  {
    matches: /Malformed|HTTP|Invalid|HPE_|ContentLength|TransferEncoding|Chunk|UnrequestedUpgrade/i,
    code: "upstream_protocol",
    what: "sent an answer that is not valid HTTP",
    hint: "Is the address right, and does it speak HTTP there?",
  },
  {
    matches: /^(ECONNRESET|ConnectionClosed|EPIPE|UND_ERR_SOCKET)$/,
    code: "upstream_closed",
    what: "closed the connection before it answered; whether it got the request is unknown",
    hint: "Sending it again may be charged twice.",
  },
];

/** Who was called, and through whom. */
export type Called = {
  readonly upstream: string;
  readonly host: string;
  readonly proxy: EgressProxy | null;
  /** What a second look at the handshake has found, where the first tells only that it failed. */
  readonly handshake?: string | null;
};

/** A failed call as an error of ours. The cause stays inside: Bun's own text holds the whole URL. */
export const callTrouble = (thrown: unknown, { upstream, host, proxy, handshake = null }: Called): ProxyError => {
  if (thrown instanceof ProxyError) return thrown;
  const code = codeOf(thrown);
  const who = `Upstream "${upstream}" (${host})`;
  if (isTlsCode(code)) {
    const { what, hint } = tlsReason(handshake ?? code);
    return new ProxyError("upstream_tls", `${who} could not be trusted: ${what}; the request was not sent.`, { hint });
  }
  const { code: failure, what, hint } = troubles.find(({ matches }) => matches.test(code)) ?? unknownTrouble;
  if (proxy !== null && (code === tunnelCode || ofTheLine.includes(failure))) return proxyTrouble(thrown, who, proxy);
  return new ProxyError(failure, `${who} ${what}.`, { hint });
};

/** Whether only a second look at the handshake could tell why it failed. */
export const isVagueHandshake = (thrown: unknown): boolean => codeOf(thrown) === "EPROTO";

/** What Bun says of a proxy that does not open the way. */
const tunnelCode = "ERR_PROXY_TUNNEL";

/** With a proxy in between it is the proxy that could not be reached or that hung up. */
const ofTheLine: readonly FailureCode[] = ["upstream_refused", "upstream_dns", "upstream_closed"];

const proxyTrouble = (thrown: unknown, who: string, { host }: EgressProxy): ProxyError => {
  const code = codeOf(thrown);
  const status =
    thrown instanceof Error && code === tunnelCode ? /\b([1-5]\d\d)\b/.exec(thrown.message)?.[1] : undefined;
  if (status !== undefined) return proxyRefused(who, host, Number(status));
  const { code: failure, what } = troubles.find(({ matches }) => matches.test(code)) ?? unknownTrouble;
  const told = failure === "upstream_closed" ? "broke the connection off before an answer came" : what;
  return new ProxyError("egress_proxy", `${who}: the egress proxy ${host} ${told}.`, {
    hint: "Check egress.proxy in config.yaml; hosts that need no proxy belong into egress.no_proxy.",
    mayBeSent: failure === "upstream_closed" && code !== tunnelCode,
  });
};

/** The proxy's own answer, instead of the upstream's. */
export const proxyRefused = (who: string, host: string, status: number): ProxyError =>
  new ProxyError(
    "egress_proxy",
    `${who}: the egress proxy ${host} refused to connect (${status}); the request was not sent.`,
    {
      hint:
        status === 407
          ? "It wants a name and a password: egress.proxy: http://NAME:PASSWORD@HOST:PORT in config.yaml."
          : "Ask who runs it to allow this host, or add the host to egress.no_proxy.",
      retry: status >= 500,
    },
  );

const unknownTrouble: Trouble = {
  code: "upstream_closed",
  what: "could not be asked",
  hint: "Try: proxy-cli upstreams test",
};

const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return "";
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.name;
};
