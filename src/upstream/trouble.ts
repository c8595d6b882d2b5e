import { type FailureCode, ProxyError } from "../core/errors.ts";

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
    hint: "Check the name in servers.yaml and your network.",
  },
  {
    matches: /^(EMFILE|ENFILE)$/,
    code: "out_of_file_descriptors",
    what: "could not be called: this process has no file descriptors left",
    hint: "Raise the limit (ulimit -n) and restart the proxy.",
  },
  {
    matches: /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO|^EPROTO$/,
    code: "upstream_tls",
    what: "could not be trusted over TLS (certificate or protocol); the request was not sent",
    hint: "Behind a company proxy set NODE_EXTRA_CA_CERTS to its certificate before `proxy-cli start`.",
  },
  {
    matches: /Malformed|HTTP|Invalid|HPE_|ContentLength|TransferEncoding|Chunk/i,
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

/** A failed call as an error of ours. The cause stays inside: Bun's own text holds the whole URL. */
export const callTrouble = (thrown: unknown, upstream: string, host: string): ProxyError => {
  if (thrown instanceof ProxyError) return thrown;
  const code = codeOf(thrown);
  const { code: failure, what, hint } = troubles.find(({ matches }) => matches.test(code)) ?? unknownTrouble;
  return new ProxyError(failure, `Upstream "${upstream}" (${host}) ${what}.`, { hint });
};

const unknownTrouble: Trouble = {
  code: "upstream_closed",
  what: "could not be asked",
  hint: "Try: proxy-cli upstreams test",
};

const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return "";
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.name;
};
