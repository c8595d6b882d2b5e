import type { DialectName } from "../core/dialect-name.ts";
import { ProxyError } from "../core/errors.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Step } from "../core/routing.ts";
import { type FormatWord, formatWords } from "./route.ts";
import { passed, taken } from "./step.ts";
import { spokenAt } from "./table.ts";
import type { Traits } from "./traits.ts";

/** Somebody who wants a format to be spoken. */
export type FormatWish = { readonly rule: string; readonly word: FormatWord | DialectName; readonly why: string };

/** Where a chat goes: the upstream with its vendor. */
export type Place = { readonly upstream: Upstream; readonly provider: Provider };

/** The format of a chat at an upstream: the first wish that can be met, else the client's own, else what is liked best there. */
export const formatOf = (own: DialectName, place: Place, wishes: readonly FormatWish[], steps: Step[]): DialectName => {
  const spoken = spokenAt(place.upstream);
  for (const { rule, word, why } of wishes) {
    const wanted: readonly DialectName[] =
      word in formatWords ? formatWords[word as FormatWord] : [word as DialectName];
    const met = best(
      own,
      place,
      spoken.filter((one) => wanted.includes(one)),
    );
    if (met !== null) {
      steps.push(taken("format", rule, why));
      return met;
    }
    steps.push(passed("format", rule, `${place.upstream.name} does not speak ${word}`));
  }
  const format = best(own, place, spoken);
  if (format === null) throw speechless(place.upstream, own);
  if (format !== own) steps.push(taken("format", "not spoken", `${place.upstream.name} does not speak ${own}`));
  return format;
};

/** Out of some formats the client's own, else the one that the vendor is best asked in. */
const best = (own: DialectName, place: Place, formats: readonly DialectName[]): DialectName | null =>
  formats.includes(own) ? own : (orderAt(place).find((one) => formats.includes(one)) ?? formats[0] ?? null);

/** Behind an address of the user's own somebody else speaks a vendor's formats, and mostly the older one alone. */
const orderAt = ({ upstream, provider: { hosts, preferred } }: Place): readonly DialectName[] => {
  const isHome = upstream.isShipped || hosts === null || hosts.test(hostOf(upstream.origin));
  return isHome ? preferred.atHome : preferred.elsewhere;
};

const hostOf = (origin: string): string => URL.parse(origin)?.hostname ?? "";

const speechless = ({ name }: Upstream, wanted: DialectName): ProxyError =>
  new ProxyError(
    "dialect_unsupported",
    `Upstream "${name}" speaks no format that ${wanted} could be translated into.`,
    {
      hint: "Give it an endpoint in servers.yaml, or switch: proxy-cli switch-upstream auto",
    },
  );

/**
 * The format in which a path that is no chat is asked for: its own where that is spoken. Throws `dialect_unsupported`,
 * `websocket_unsupported` for a path that only vendors of another format have: what is no chat cannot be translated.
 */
export const mannerOf = (
  { path, manner, isSocket }: Traits,
  { upstream, provider }: Place,
  providers: readonly Provider[],
): DialectName => {
  const spoken = spokenAt(upstream);
  if (spoken.includes(manner) || provider.pathShapes.some((shape) => shape.test(path))) return manner;
  const owner = providers.find(({ pathShapes }) => pathShapes.some((shape) => shape.test(path)));
  const isForeign = owner !== undefined && owner.homeOf.length > 0 && !owner.homeOf.some((one) => spoken.includes(one));
  const isCounted = owner?.countPaths.some((shape) => shape.test(path)) === true; // answered by us
  if (!isForeign || isCounted) return manner;
  const code = isSocket ? "websocket_unsupported" : "dialect_unsupported"; // Codex goes on over HTTP then, and that is translated
  throw new ProxyError(
    code,
    `Upstream "${upstream.name}" has no ${path}: it does not speak ${owner.homeOf.join(" or ")}, and only chats are translated.`,
    {
      hint: `Send it to an upstream of ${owner.label}: the header x-proxy-upstream, or a rule of \`routes:\` for this path.`,
    },
  );
};
