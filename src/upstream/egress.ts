import { placeOfHost } from "../lib/ip.ts";

/** A company's HTTP proxy on the way out. */
export type EgressProxy = {
  /** With its credentials, as fetch takes it. */
  readonly url: string;
  /** How it may be named: host and port alone. */
  readonly host: string;
};

/** The proxy that calls to this origin go through; null = they go out directly. */
export type Egress = (origin: string) => EgressProxy | null;

/**
 * The way out by `egress.proxy` and `egress.no_proxy`; an empty proxy means none. What is on this machine is always
 * called directly. The environment has no say: a project's `.env` must not be able to put itself in between.
 */
export const createEgress = (proxy: string, noProxy: readonly string[]): Egress => {
  if (proxy === "") return () => null;
  const through: EgressProxy = { url: proxy, host: new URL(proxy).host };
  const known = new Map<string, EgressProxy | null>(); // as many as there are origins in the configuration
  return (origin) => {
    const found = known.get(origin);
    if (found !== undefined) return found;
    const chosen = isDirect(new URL(origin), noProxy) ? null : through;
    known.set(origin, chosen);
    return chosen;
  };
};

const isDirect = ({ hostname, host }: URL, noProxy: readonly string[]): boolean =>
  placeOfHost(hostname) === "loopback" || noProxy.some((entry) => covers(entry.toLowerCase(), hostname, host));

/** `corp.example` and `.corp.example` stand for the host and everything below it; `host:port` for that port alone. */
const covers = (entry: string, hostname: string, host: string): boolean => {
  if (entry === "*" || entry === host || entry === hostname) return true;
  return hostname.endsWith(entry.startsWith(".") ? entry : `.${entry}`) || `.${hostname}` === entry;
};
