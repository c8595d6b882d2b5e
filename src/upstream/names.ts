import { ProxyError } from "../core/errors.ts";
import type { Upstream } from "../core/provider.ts";
import { type Place, placeOf, placeOfHost } from "../lib/ip.ts";

/** The addresses of a name. Rejects with an error that has a code where there are none. */
export type Lookup = (hostname: string, port: number) => Promise<readonly string[]>;

/** Watches where the names of upstreams lead. */
export type Names = {
  /**
   * Null when the upstream may be called at this origin; else a promise that resolves when it may, or rejects with
   * `upstream_dns` or `upstream_address`. Names that are in use are looked up before they are needed again.
   */
  readonly check: (upstream: Upstream, origin: string) => Promise<void> | null;
};

/** What is known of a name: where its addresses are, and since when. */
type Known = { readonly places: readonly Place[]; readonly at: number };

/** After this long in use a name is looked up again on the side, after twice as long it has to be waited for. */
const refreshMs = 15_000;

/** So long a name that was known before is waited for. */
const graceMs = 1000;

/** Names by this look-up. It outlives a configuration, so that a reload costs nobody a wait. */
export const createNames = (lookup: Lookup, tick: () => number): Names => {
  const hostOf = createHosts();
  const known = new Map<string, Known>(); // as many as there are names in the configurations so far
  const asking = new Map<string, Promise<Known>>();

  const ask = (hostname: string, port: number): Promise<Known> => {
    const under = asking.get(hostname);
    if (under !== undefined) return under;
    const answer = lookup(hostname, port)
      .then((addresses) => {
        // What is no address that we know is not taken for a public one.
        const fresh = { places: addresses.map((address) => placeOf(address) ?? "private"), at: tick() };
        if (addresses.length > 0) known.set(hostname, fresh);
        return fresh;
      })
      .finally(() => asking.delete(hostname));
    asking.set(hostname, answer);
    return answer;
  };
  return {
    check: (upstream, origin) => {
      const host = hostOf(origin);
      if (host === null) return null;
      const { hostname, port } = host;
      const found = known.get(hostname);
      const age = found === undefined ? Number.POSITIVE_INFINITY : tick() - found.at;
      if (found !== undefined && age < 2 * refreshMs) {
        if (age >= refreshMs) void ask(hostname, port).catch(() => undefined); // who has to wait for it hears of it
        const refusal = refusalOf(upstream, hostname, found.places);
        return refusal === null ? null : Promise.reject(refusal);
      }
      return orKnown(ask(hostname, port), found).then(
        ({ places }) => {
          const refusal = refusalOf(upstream, hostname, places);
          if (refusal !== null) throw refusal;
        },
        (thrown: unknown) => {
          throw noAddress(upstream.name, hostname, thrown);
        },
      );
    },
  };
};

/**
 * A name server that fails, or takes its time, does not undo what it has said before: a kept connection needs no name.
 * That a name is gone is an answer, and counts.
 */
const orKnown = async (asked: Promise<Known>, found: Known | undefined): Promise<Known> => {
  if (found === undefined) return asked;
  const { promise: late, resolve } = Promise.withResolvers<Known>();
  const timer = setTimeout(() => resolve(found), graceMs);
  const answered = asked.catch((thrown: unknown) => {
    if (isUnknownName(thrown)) throw thrown;
    return found;
  });
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
};

/** The name in an origin and its port; null where it is an address already, which was judged with the configuration. */
const createHosts = () => {
  const hosts = new Map<string, { readonly hostname: string; readonly port: number } | null>();
  return (origin: string) => {
    const before = hosts.get(origin);
    if (before !== undefined) return before;
    const { hostname, port, protocol } = new URL(origin);
    const usual = protocol === "https:" ? 443 : 80;
    const host = placeOfHost(hostname) === null ? { hostname, port: port === "" ? usual : Number(port) } : null;
    hosts.set(origin, host);
    return host;
  };
};

/** The system's own answer, the same that fetch gets; fetch is told at the same time, so that nobody waits twice. */
export const systemLookup: Lookup = async (hostname, port) => {
  Bun.dns.prefetch(hostname, port);
  return (await Bun.dns.lookup(hostname)).map(({ address }) => address);
};

const refusalOf = ({ name, isPrivate }: Upstream, hostname: string, places: readonly Place[]): ProxyError | null => {
  if (places.length === 0) return notFound(name, hostname, "has no address (DNS)", true);
  if (places.includes("metadata")) return leadsTo(name, hostname, "where clouds keep their keys", false);
  const inside = places.find((place) => place !== "public");
  if (inside === undefined || isPrivate) return null;
  return leadsTo(name, hostname, inside === "loopback" ? "this machine" : "a private network", true);
};

const leadsTo = (upstream: string, hostname: string, where: string, mayBeAllowed: boolean): ProxyError =>
  new ProxyError(
    "upstream_address",
    `Upstream "${upstream}" (${hostname}) leads to ${where}; the request was not sent.`,
    {
      hint: mayBeAllowed
        ? `If that is meant, set private: true for "${upstream}" in servers.yaml; else your DNS has been tampered with.`
        : "No upstream may be there; correct its endpoint in servers.yaml, or ask who runs your DNS.",
    },
  );

/** NXDOMAIN stays until somebody corrects the name; everything else may have passed by the next try. */
const noAddress = (upstream: string, hostname: string, thrown: unknown): ProxyError => {
  const isUnknown = isUnknownName(thrown);
  const what = isUnknown ? "does not exist (DNS)" : "could not be looked up, the name server failed (DNS)";
  return notFound(upstream, hostname, what, !isUnknown);
};

const isUnknownName = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && /NOTFOUND|NONAME/.test(String(thrown.code));

const notFound = (upstream: string, hostname: string, what: string, retry: boolean): ProxyError =>
  new ProxyError("upstream_dns", `Upstream "${upstream}": the name ${hostname} ${what}; the request was not sent.`, {
    hint: "Check your network, then the name in servers.yaml.",
    retry,
  });

/** A name server that takes its time over a name that nobody has asked for before. */
export const slowName = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError(
    "upstream_dns",
    `Upstream "${upstream}": its name was not found within ${limitMs / 1000} s (DNS); the request was not sent.`,
    { hint: "Check your network and its name server.", retry: true },
  );
