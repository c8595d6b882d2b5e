import type { Status, UpstreamView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { baseUrls, exceptHere, families, isSamePlace, targetOf, type Variables, withToken } from "./base-urls.ts";
import type { Elsewhere } from "./chain.ts";
import { ownToken } from "./own-token.ts";
import type { Headers, Setup, Tool } from "./tools.ts";

/** What a run is made from. */
export type Facts = {
  readonly status: Status;
  readonly upstreams: readonly UpstreamView[];
  /** The upstream that was asked for; null = the current one. */
  readonly upstream: string | null;
  readonly tool: Tool | null;
  /** What every request of the run carries. */
  readonly headers: Headers;
  readonly elsewhere: readonly Elsewhere[];
};

/** How one program is run. */
export type Plan = {
  readonly setup: Setup;
  readonly tool: Tool | null;
  readonly upstream: string;
  readonly variables: Variables;
  readonly elsewhere: readonly Elsewhere[];
};

/** Programs of a vendor that takes any key, so that nobody needs one to try. */
const simulatedKey = "simulated-key";

/** The variables, headers and arguments that bring a program to the proxy. */
export const planFor = (context: Context, { status, upstreams, upstream, tool, headers, elsewhere }: Facts): Plan => {
  const { env } = context;
  const current = upstream ?? status.upstream;
  const ways = new Map(elsewhere.map((one) => [one.family.home, one]));
  const reached = families.filter(({ home }) => ways.get(home)?.way !== "left");
  const keys = reached.flatMap((family) => {
    if (ways.get(family.home)?.way === "chain") return [];
    const key = keyFor(targetOf(family, current, upstreams), env[family.keyVariable], context);
    return key === null ? [] : [{ ...family, key }];
  });
  const own = families.find(({ home }) => home === tool?.home);
  const target = own === undefined ? null : targetOf(own, current, upstreams);
  const way = ways.get(tool?.home ?? "");
  const setup: Setup = {
    url: status.url,
    env,
    headers: (home) => {
      const chained = ways.get(home);
      return chained?.way === "chain" ? { ...headers, "x-proxy-upstream": chained.upstream } : headers;
    },
    key: keys.find(({ home }) => home === tool?.home)?.key ?? null,
    isAtHome: way?.way === "chain" || target?.provider === tool?.home,
    token: status.isExposed ? ownToken(context) : null,
  };
  const generic = tool === null ? keys.map(({ keyVariable, key }) => [keyVariable, key]) : [];
  const variables = {
    ...baseUrls(withToken(status.url, setup.token), reached),
    ...exceptHere(env),
    ...Object.fromEntries(generic),
    ...tool?.variables(setup),
  };
  return { setup, tool, upstream: way?.way === "chain" ? way.upstream : current, variables, elsewhere };
};

/** The local token where the proxy adds the key; anything where no key is looked at; else the program's own. */
const keyFor = (target: UpstreamView | null, own: string | undefined, context: Context): string | null => {
  if (target === null) return null;
  if (target.key !== null) return ownToken(context);
  return target.takesAnyKey && (own ?? "") === "" ? simulatedKey : null;
};

/** What the launcher sets for this program is not for others. */
const launcherOnly = ["BUN_RUNTIME_TRANSPILER_CACHE_PATH"];

/** The child's whole environment. */
export const environmentFor = (
  { env }: Pick<Context, "env">,
  { variables, tool, setup }: Plan,
): Record<string, string> => {
  const gone = [...(tool?.unset(setup) ?? []), ...launcherOnly];
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !gone.includes(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...variables };
};

/** The one line that says what is different for this program. */
export const announcement = ({ env }: Pick<Context, "env">, { setup, tool, upstream, elsewhere }: Plan): string => {
  const own = families.filter(({ home }) => tool === null || home === tool.home);
  const left = elsewhere.filter(({ way }) => way === "left");
  const set = own.filter((family) => !left.some((one) => one.family === family));
  const shown = set.map(({ urlVariable, path }) => `${urlVariable}=${setup.url}${path}`).join(" ");
  const isNested = own.some(({ urlVariable, path }) => isSamePlace(env[urlVariable] ?? "", setup.url + path));
  const notes = [
    ...(set.length === 0 ? [] : [`upstream ${upstream}`]),
    ...(isNested ? ["it was set already"] : []),
    ...elsewhere.filter(({ family }) => own.includes(family)).map(wordsOf),
  ];
  if (set.length === 0) return `proxy-cli: not through the proxy (${notes.join("; ")})`;
  return `proxy-cli: ${shown} for this process only (${notes.join("; ")})`;
};

const wordsOf = (one: Elsewhere): string => {
  const { family, place } = one;
  if (one.way === "instead") return `instead of ${place}`;
  if (one.way === "chain") return `on to ${place} as ${family.urlVariable} says`;
  return `${family.urlVariable} stays ${place}: ${one.why}; --no-chain overrules it`;
};
