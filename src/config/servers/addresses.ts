import type { DialectName } from "../../core/dialect-name.ts";
import type { Address, Endpoint, Provider } from "../../core/provider.ts";
import { placeOfHost } from "../../lib/ip.ts";
import { isLoopback } from "../../lib/loopback.ts";
import { nearest } from "../../lib/nearest.ts";
import { shownValue } from "../text/shown.ts";

/** The names that `endpoints:` in servers.yaml may use. */
export const endpointNames = [
  "anthropic",
  "openai-chat",
  "openai-responses",
  "gemini",
] as const satisfies DialectName[];

/** Where an entry of servers.yaml says that its upstream is. */
export type Places = {
  readonly endpoint?: string | undefined;
  /** Formats that are answered elsewhere than at `endpoint`. */
  readonly endpoints?: Readonly<Partial<Record<DialectName, string | undefined>>> | undefined;
  readonly isPrivate: boolean;
};

/** Says what is wrong with a field, and perhaps what was found and what was meant; never returns. */
export type Refuse = (
  field: string,
  why: string,
  more?: { readonly got?: string | undefined; readonly nearest?: string | undefined },
) => never;

/** Every address of an upstream, the one for paths that are not chat first. */
export const addressesOf = (places: Places, provider: Provider, refuse: Refuse): readonly Address[] => {
  const apart = Object.entries(places.endpoints ?? {}).flatMap(([name, written]) =>
    written === undefined ? [] : [addressFor(name as DialectName, written, places, provider, refuse)],
  );
  const taken = apart.flatMap(({ dialects }) => dialects);
  const main = places.endpoint === undefined ? [] : addressesAt(places.endpoint, places, provider, refuse);
  const rest = main.map((address) => ({
    ...address,
    dialects: address.dialects.filter((one) => !taken.includes(one)),
  }));
  // The first one stays for what is not chat, also when all its formats are answered elsewhere.
  const all = [...rest.filter(({ dialects }, at) => at === 0 || dialects.length > 0), ...apart];
  return all.length > 0 ? all : refuse("endpoint", "missing");
};

const addressesAt = (
  written: string,
  { isPrivate }: Places,
  provider: Provider,
  refuse: Refuse,
): readonly Address[] => {
  if (written === "simulator:") return provider.endpoints.map((endpoint) => ({ ...endpoint, origin: written }));
  const { origin, path } = readUrl("endpoint", written, isPrivate, provider, refuse);
  const dialects = [...new Set(provider.endpoints.flatMap((endpoint) => endpoint.dialects))];
  const endpoints = path === "" ? provider.endpoints : [endpointAt(path, dialects)];
  return endpoints.map((endpoint) => ({ ...endpoint, origin }));
};

/** The address of one format: below a path of its own, else where its provider has that format. */
const addressFor = (
  dialect: DialectName,
  written: string,
  { isPrivate }: Places,
  provider: Provider,
  refuse: Refuse,
): Address => {
  const { origin, path } = readUrl(`endpoints.${dialect}`, written, isPrivate, provider, refuse);
  const usual = provider.endpoints.find(({ dialects }) => dialects.includes(dialect));
  if (path !== "" || usual === undefined) return { ...endpointAt(path, [dialect]), origin };
  return { ...usual, dialects: [dialect], origin };
};

/** A path of its own takes what is asked there; `/v1` at its end is the clients' `/v1`. */
const endpointAt = (path: string, dialects: readonly DialectName[]): Endpoint => ({
  dialects,
  path,
  dropPrefix: /\/v\d+[a-z]*$/.test(path) ? "/v1" : "",
});

const readUrl = (field: string, written: string, isPrivate: boolean, provider: Provider, refuse: Refuse) => {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    return refuse(field, url === null ? "not a URL" : `${url.protocol} is not http or https`, {
      got: shownValue(field, written),
      nearest: meantUrl(written),
    });
  refuseUnsafe(field, url, isPrivate, refuse);
  if (provider.takesAnyKey && !isLoopback(url.hostname)) {
    refuse(field, `an upstream that takes any key may only be on this machine, not ${url.hostname}`);
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
};

/** An address that was mistyped at its beginning, or that lacks it. */
const meantUrl = (written: string): string | undefined => {
  const [, scheme = "", rest = ""] = /^([a-z]*)[:/]+(\w[^@?#\s]*)$/i.exec(written) ?? [];
  const close = rest === "" ? null : nearest(scheme, ["https", "http"]);
  if (close !== null) return `${close}://${rest}`;
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/[^@?#\s]*)?$/.test(written) ? `https://${written}` : undefined;
};

const refuseUnsafe = (field: string, url: URL, isPrivate: boolean, refuse: Refuse): void => {
  const { protocol, hostname } = url;
  if (url.username !== "" || url.password !== "") refuse(field, "keys do not belong in a URL");
  const place = placeOfHost(hostname);
  if (place === "metadata") refuse(field, `${hostname} is a link-local address (cloud metadata lives there)`);
  if (protocol === "http:" && !isLoopback(hostname) && !isPrivate) {
    refuse(field, `http:// would send keys in the clear to ${hostname}; use https, or private: true`);
  }
  if (place === "private" && !isPrivate) refuse(field, `${hostname} is in a private network; private: true allows it`);
};
