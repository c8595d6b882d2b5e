import { ProxyError } from "../core/errors.ts";
import { isLoopback } from "../lib/loopback.ts";

/** A request for the web page, as the listener hands it over. */
export type Visit = {
  readonly request: Request;
  readonly place: { readonly path: string };
  /** The port that it came to. */
  readonly port: number;
  /** Whether it comes from this machine. */
  readonly isLocal: () => boolean;
  /** `keepOpen` lets the answer be quiet for as long as it likes. */
  readonly end: { readonly keepOpen: () => void };
};

/** What is asked for: a page that is looked at, or what the page itself asks. */
export type Kind = "page" | "call";

/**
 * Refuses what does not come from this machine under one of its own names, and what a foreign page has sent: browsers say
 * for themselves who asks (Sec-Fetch-Site), and no page can change that. Another port of this machine is another site's
 * page too. Throws `local_only`, `host_not_allowed`, `browser_origin`.
 */
export const checkVisit = ({ request: { headers }, port, isLocal }: Visit, kind: Kind): void => {
  if (!isLocal())
    throw new ProxyError("local_only", "The web page is only for the machine that the proxy runs on.", {
      hint: "From another machine: ssh -L 8080:127.0.0.1:8080 HOST, then proxy-cli web there",
    });
  const host = headers.get("host") ?? "";
  if (!isOwn(host, port))
    throw new ProxyError("host_not_allowed", "The Host header names another machine.", {
      hint: "Open the link as `proxy-cli web` prints it.",
    });
  const site = headers.get("sec-fetch-site");
  const isExpected =
    kind === "call" ? site === "same-origin" : site === null || site === "none" || site === "same-origin";
  const origin = headers.get("origin");
  const isFramed = /^(iframe|frame|embed|object)$/.test(headers.get("sec-fetch-dest") ?? "");
  if (!isExpected || isFramed || (origin !== null && origin !== `http://${host}`))
    throw new ProxyError("browser_origin", "Only the proxy's own page may ask this.", {
      hint: "Open the link that `proxy-cli web` prints.",
    });
};

/** Only names that cannot be made to lead elsewhere, whatever `server.allowed_hosts` lets programs use. */
const isOwn = (host: string, port: number): boolean => {
  const [, name = "", shown = ""] = /^(.+):(\d+)$/.exec(host) ?? [];
  return Number(shown) === port && (["localhost", "[::1]"].includes(name) || isLoopback(name));
};

/** The name of the cookie: cookies know no ports, so that two daemons must not take each other's. */
export const cookieName = (port: number): string => `proxy_cli_ui_${port}`;

/** The cookie that a browser shows here; null = none. */
export const cookieIn = ({ request, port }: Visit): string | null =>
  request.headers
    .get("cookie")
    ?.split(/;\s*/)
    .find((one) => one.startsWith(`${cookieName(port)}=`))
    ?.slice(cookieName(port).length + 1) ?? null;
