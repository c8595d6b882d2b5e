/** Why a TLS connection failed, for people, and what they can do. Never that they may stop looking. */
export type TlsReason = { readonly what: string; readonly hint: string };

const reasons: readonly (TlsReason & { readonly matches: RegExp })[] = [
  {
    matches: /EXPIRED/,
    what: "its certificate has expired",
    hint: "It has to be renewed there; is this machine's clock right?",
  },
  { matches: /NOT_YET_VALID/, what: "its certificate is not valid yet", hint: "Is this machine's clock right?" },
  {
    matches: /^DEPTH_ZERO_SELF_SIGNED/,
    what: "its certificate is self-signed",
    hint: "If it is yours, name its certificate as ca_file of this upstream in servers.yaml.",
  },
  {
    matches: /ALTNAME|HOSTNAME/,
    what: "its certificate is for another host",
    hint: "Correct the host in the endpoint of this upstream in servers.yaml.",
  },
  {
    matches: /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED|INVALID_CA/,
    what: "its certificate was issued by somebody whom this machine does not trust (unknown CA)",
    hint: "Behind a company's inspection, name the company's certificate as ca_file of this upstream in servers.yaml.",
  },
  {
    matches: /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
    what: "it speaks only a version of TLS that is too old",
    hint: "It has to speak TLS 1.2 or newer.",
  },
  {
    matches: /WRONG_VERSION_NUMBER|HTTP_REQUEST/,
    what: "it does not speak TLS at this port",
    hint: "If it speaks plain HTTP on this machine, write http:// in its endpoint in servers.yaml.",
  },
];

const unknown: TlsReason = { what: "the TLS handshake failed", hint: "Try: proxy-cli upstreams test" };

/** Whether an error of this code is one of TLS. */
export const isTlsCode = (code: string): boolean => /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO|^EPROTO$/.test(code);

/** The reason behind an error's code. */
export const tlsReason = (code: string): TlsReason => reasons.find(({ matches }) => matches.test(code)) ?? unknown;
