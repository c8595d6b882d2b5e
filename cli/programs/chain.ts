import type { UpstreamView } from "../../src/control/contract.ts";
import { asProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { type Family, families, targetOf } from "./base-urls.ts";
import type { Tool } from "./tools.ts";

/** A base URL of the person's own that leads past the proxy, to a gateway or to another proxy, and what becomes of it. */
export type Elsewhere = {
  readonly family: Family;
  /** Where it leads, as it may be shown. */
  readonly place: string;
} & (
  | { readonly way: "chain"; readonly upstream: string }
  /** Its requests go to the proxy's own upstream instead. */
  | { readonly way: "instead" }
  /** It stays as it is, so these requests do not come through the proxy. */
  | { readonly way: "left"; readonly why: string }
);

type Facts = {
  /** The proxy's own address. */
  readonly url: string;
  readonly current: string;
  readonly upstreams: readonly UpstreamView[];
  readonly tool: Tool | null;
  /** Whether the person wants the proxy's own upstream, whatever their variables say. */
  readonly isRefused: boolean;
};

/**
 * What becomes of base URLs that are set already. A program's own key goes where it would have gone without us and
 * nowhere else: where it would travel on from the proxy, the proxy passes these requests on to that address.
 */
export const elsewhereOf = async (
  { env, client }: Pick<Context, "env" | "client">,
  facts: Facts,
): Promise<readonly Elsewhere[]> => {
  const found: Elsewhere[] = [];
  for (const family of families) {
    const value = env[family.urlVariable] ?? "";
    if (!leadsElsewhere(value, family, facts)) continue;
    found.push({ family, place: shownPlace(value), ...(await wayOf(value, family, env, client, facts)) });
  }
  return found;
};

/** Neither to us nor to where we would send it anyway. */
const leadsElsewhere = (value: string, family: Family, { url, current, upstreams }: Facts): boolean => {
  const place = originOf(value);
  if (value === "" || place === originOf(url)) return false;
  const target = targetOf(family, current, upstreams);
  return !(target?.addresses ?? []).some((address) => originOf(address.url) === place);
};

/** This machine has more than one name. */
const originOf = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed === null
    ? null
    : `${parsed.protocol}//${parsed.host}`.replace(/\/\/(localhost|\[::1\])(?=:|$)/, "//127.0.0.1");
};

type Way =
  | { readonly way: "chain"; readonly upstream: string }
  | { readonly way: "instead" }
  | { readonly way: "left"; readonly why: string };

const wayOf = async (
  endpoint: string,
  family: Family,
  env: Context["env"],
  client: Context["client"],
  { current, upstreams, tool, isRefused }: Facts,
): Promise<Way> => {
  const target = targetOf(family, current, upstreams);
  const keyStays = target !== null && (target.key !== null || target.takesAnyKey);
  const prefix = tool === null ? family.path : tool.obeys[family.home];
  // A variable that a tool does not look at has never led its key anywhere.
  if (isRefused || keyStays || prefix === undefined) return { way: "instead" };
  if (originOf(endpoint) === null) return { way: "left", why: "that is no address" };
  if (tool === null || !tool.takesHeaders(env)) return { way: "left", why: "it cannot be told apart there" };
  try {
    const name = nameFor(endpoint, family);
    await client.lendUpstream({ name, endpoint, type: family.home, prefix });
    return { way: "chain", upstream: name };
  } catch (thrown) {
    return { way: "left", why: asProxyError(thrown).message.replace(/\.$/, "") };
  }
};

/** `anthropic-via-127.0.0.1-4000` */
const nameFor = (endpoint: string, { home }: Family): string => {
  const { host, pathname } = new URL(endpoint);
  return `${home}-via-${host}${pathname}`.replaceAll(/[^\w.]+/g, "-").replace(/-+$/, "");
};

/** Without what may be a password or a key. */
const shownPlace = (url: string): string => url.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
