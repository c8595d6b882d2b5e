import type { DialectName } from "../core/dialect-name.ts";
import type { RequestSummary } from "../core/notice.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import { decide } from "../routing/decide.ts";
import type { Table } from "../routing/table.ts";
import type { Traits } from "../routing/traits.ts";
import { lossesBetween } from "../translation/table/index.ts";
import type { Row } from "../translation/table/row.ts";

/** What programs have asked for lately: a format, and a model where they named one. */
export type AskedLately = { readonly dialect: DialectName; readonly model: string | null };

/** What would become of it at another upstream. */
export type Elsewhere = {
  /** The formats in which requests come, each with the one that is spoken there. */
  readonly formats: readonly { readonly from: DialectName; readonly to: DialectName }[];
  /** The models that are asked for by another name there. */
  readonly models: readonly { readonly from: string; readonly to: string }[];
  /** What cannot be carried as it is, as sentences, where a request has it. */
  readonly losses: readonly string[];
};

/** What of a request that has ended says how the next ones will be. */
type Ended = Pick<RequestSummary, "dialect" | "model" | "upstream">;

/** What programs have asked for in these requests. */
export const askedIn = (requests: readonly Ended[]): readonly AskedLately[] =>
  requests.flatMap(({ dialect, model }) => (dialect === null ? [] : [{ dialect: dialect as DialectName, model }])); // a row holds our own words

/**
 * Whether clients of these requests would have no key that this upstream takes, as a sentence with what to do: what
 * they send now is for another vendor, and does not travel. Null = there is a key, or nobody can tell.
 */
export const keyMissing = (
  upstream: Upstream,
  requests: readonly Ended[],
  { providers, upstreams }: { readonly providers: readonly Provider[]; readonly upstreams: readonly Upstream[] },
): string | null => {
  const labelOf = (name: string): string => providers.find((one) => one.name === name)?.label ?? name;
  const takesAny = (name: string): boolean => providers.some((one) => one.name === name && one.takesAnyKey);
  if (upstream.key !== null || upstream.forwardClientKey || takesAny(upstream.provider)) return null;
  const before = new Set(requests.map((request) => request.upstream));
  const theirs = upstreams.filter(({ name, key, provider }) => before.has(name) && key === null && !takesAny(provider));
  const foreign = theirs.find(({ provider }) => provider !== upstream.provider);
  if (foreign === undefined) return null;
  const variable = `${upstream.provider.toUpperCase()}_API_KEY`;
  const way = `proxy-cli keys set ${upstream.name} --from-env ${variable}`;
  return `clients' keys of ${labelOf(foreign.provider)} are not sent to ${upstream.name}, and it has none of ours: ${way}`;
};

/** What an upstream makes of requests like these, by what would be decided. */
export const elsewhereAt = (upstream: Upstream, asked: readonly AskedLately[], table: Table): Elsewhere => {
  const provider = table.providers.find(({ name }) => name === upstream.provider);
  const there = asked.map((one) => decidedAt(one, upstream, table));
  const formats = unique(there.map(({ from, to }) => ({ from, to })));
  const models = unique(
    there.flatMap(({ asked: from, model: to }) => (from === null || to === null ? [] : [{ from, to }])),
  );
  const lost = there.flatMap(({ from, to, model }) =>
    provider === undefined || from === to
      ? []
      : lossesBetween(from, to, { quirks: provider.quirks, model }).map((row) => lossSentence(row, from)),
  );
  return { formats, models: models.filter(({ from, to }) => from !== to), losses: [...new Set(lost)] };
};

/** What a model is called at another upstream, or what stands in for it there. */
export const modelThere = (upstream: Upstream, model: string, table: Table): string => {
  const spoken = upstream.endpoints.flatMap(({ dialects }) => dialects)[0] ?? "openai-chat";
  return decidedAt({ dialect: spoken, model }, upstream, table).model ?? model;
};

type There = {
  readonly from: DialectName;
  readonly to: DialectName;
  readonly asked: string | null;
  readonly model: string | null;
};

/** What would be decided of a plain conversation that is sent there. What cannot be sent stays as it is: it is refused. */
const decidedAt = ({ dialect: from, model: asked }: AskedLately, upstream: Upstream, table: Table): There => {
  try {
    const { decision } = decide(plainTraits(from, asked, upstream.name), table);
    return { from, to: decision.to ?? from, asked, model: decision.model };
  } catch {
    return { from, to: from, asked, model: asked };
  }
};

const plainTraits = (dialect: DialectName, model: string | null, upstream: string): Traits => ({
  ...{ path: "", headers: new Headers({ "x-proxy-upstream": upstream }), dialect, manner: dialect, model },
  ...{ counted: null, isSocket: false, ambiguous: [], stream: true, fixed: null, client: null, addressee: null },
  ...{ pin: () => null, session: () => null, mayHoldImage: () => false },
  content: () => ({ unknown: "nobody has sent it yet" }),
});

const unique = <T extends object>(list: readonly T[]): readonly T[] => [
  ...new Map(list.map((one) => [JSON.stringify(one), one])).values(),
];

/** `thoughts dropped: only their own vendor can read them`. */
const lossSentence = ({ field, does, why }: Row, from: DialectName): string => {
  const said = from === "unified" ? "openai-chat" : from;
  const name = typeof field === "string" ? field : (field[said] ?? Object.values(field)[0] ?? "");
  return `${name} ${does}: ${why}`;
};
