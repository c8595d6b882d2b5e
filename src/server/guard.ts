import { ProxyError } from "../core/errors.ts";
import { hopsOf } from "../core/hops.ts";
import { isLoopback } from "../lib/loopback.ts";
import { pathStart } from "./accept.ts";

/** Who may speak to the data port, beside every program on this machine. */
export type GuardRules = {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly maxUrlBytes: number;
  /**
   * Which names a Host header may carry: our own; also plain addresses, which no web page can rebind; or any, where a
   * token has been shown that no web page knows.
   */
  readonly hosts: "own" | "addresses" | "any";
};

/**
 * Refuses what a web page, a rebound name or a tunnel would send; throws a ProxyError with the rule's name. Programs
 * send no Origin and no Sec-Fetch-Site; Node's own fetch does send Sec-Fetch-Mode, so that alone refuses nobody.
 */
export const guard = (request: Request, rules: GuardRules): void => {
  const { headers, method } = request;
  if (method === "CONNECT" || method === "TRACE") throw noTunnel(method);
  checkHost(headers.get("host"), rules);
  checkOrigin(headers, rules);
  if (hopsOf(headers) >= maxHops) throw loop();
  if (!/^\d*$/.test(headers.get("content-length") ?? "")) throw twoLengths();
  if (request.url.length - pathStart(request.url) > rules.maxUrlBytes) {
    throw new ProxyError("uri_too_long", `The path and query are longer than ${rules.maxUrlBytes} bytes.`);
  }
};

/** The origin of a listed web page that calls us; null for programs. */
export const listedOrigin = (headers: Headers, rules: GuardRules): string | null => {
  const origin = headers.get("origin");
  return origin !== null && rules.allowedOrigins.includes(origin) ? origin : null;
};

const checkHost = (host: string | null, rules: GuardRules): void => {
  if (rules.hosts === "any" || (rules.hosts === "addresses" && host !== null && isAddress(host))) return;
  if (host === null || isOwnHost(host, rules)) return; // only HTTP/1.0 may leave it out, and no browser speaks that
  throw new ProxyError("host_not_allowed", "The Host header names another machine.", {
    hint: "Use http://127.0.0.1 with the proxy's port, or add the name to server.allowed_hosts.",
  });
};

const isOwnHost = (host: string, { port, host: bound, allowedHosts }: GuardRules): boolean => {
  const name = /^(.+):(\d+)$/.exec(host);
  if (name === null || Number(name[2]) !== port) return allowedHosts.includes(host);
  const [, hostname = ""] = name;
  return (
    ["127.0.0.1", "localhost", "[::1]"].includes(hostname) ||
    isBoundName(hostname, bound) ||
    allowedHosts.includes(hostname)
  );
};

/** Another loopback address that the daemon was told to listen on is its own name too. */
const isBoundName = (hostname: string, bound: string): boolean => hostname === bound && isLoopback(bound);

/** Not a name: nobody's DNS can make it lead elsewhere. */
const isAddress = (host: string): boolean => /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d+)?$/i.test(host);

const checkOrigin = (headers: Headers, rules: GuardRules): void => {
  if (listedOrigin(headers, rules) !== null) return;
  const site = headers.get("sec-fetch-site");
  const fromPage = headers.has("origin") || headers.has("referer") || (site !== null && site !== "none");
  const navigation = ["navigate", "no-cors"].includes(headers.get("sec-fetch-mode") ?? "") && site !== "none";
  if (fromPage || navigation) {
    throw new ProxyError("browser_origin", "Web pages may not use this proxy.", {
      hint: "Add the page's origin to server.allowed_origins if it is yours.",
    });
  }
  if (/^text\/plain\b/i.test(headers.get("content-type") ?? "")) {
    throw new ProxyError("content_type", "A body of type text/plain is what a web form would send.", {
      hint: "Send application/json.",
    });
  }
};

/** How often a request may come back through proxies on this machine before it is a circle. */
const maxHops = 3;

const loop = (): ProxyError =>
  new ProxyError("proxy_loop", "This request has come back to the proxy that sent it.", {
    hint: "An upstream's endpoint leads to the proxy itself; correct it in servers.yaml.",
  });

/** Bun lets a length pass that is there twice; who reads the first and who the second decides what is a request. */
const twoLengths = (): ProxyError =>
  new ProxyError("framing_unclear", "The length of the body is not one plain number.", {
    hint: "Send content-length once.",
  });

const noTunnel = (method: string): ProxyError =>
  new ProxyError("method_not_allowed", `${method} is not for this proxy: it is no tunnel.`, {
    hint: "Set the base URL of your tool instead of HTTP_PROXY; see `proxy-cli env`.",
  });
