import type { RateSetting } from "../config/settings/rates.ts";
import type { Caller, TokenRules } from "../core/caller.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Bound, LimitRule } from "../core/limit.ts";
import { fittingOf } from "../lib/fitting.ts";

/** What limits look at of a request. */
export type Subject = {
  readonly client: string | null;
  readonly token: string | null;
  readonly key: string | null;
  readonly upstream: string | null;
  readonly model: string | null;
};

type Dimension = keyof Subject;
type Amount = Pick<Bound, "counted" | "per" | "most">;

/** One limit, ready to be asked whom it counts. */
export type Rate = LimitRule & { readonly boundsFor: (subject: Subject) => readonly Bound[] };

/** The limits of a configuration. */
export const ratesFrom = (settings: readonly RateSetting[]): readonly Rate[] => settings.map(rateFrom);

/** What an exchange is to limits at a target; by default where it goes first. */
export const subjectOf = (
  { client, plan, notes, ...exchange }: Exchange,
  caller = exchange.caller(),
  target = plan.targets[0],
): Subject => {
  return {
    client,
    token: caller.token,
    key: caller.key,
    upstream: target?.upstream.name ?? null,
    model: target?.model ?? notes.model,
  };
};

/** What the token's own rules add. */
export const tokenBounds = ({ token, rules }: Caller): readonly Bound[] =>
  token === null || rules === undefined ? [] : amountsOfToken(rules).map((amount) => boundOfToken(token, amount));

/** Whose turn it is among those who wait: `token ci`, else `key k_12ab34cd`, else the program. */
export const callerName = ({ token, key, client }: Pick<Subject, "token" | "key" | "client">): string =>
  token !== null ? `token ${token}` : key !== null ? `key ${shownKey(key)}` : `client ${client ?? "unnamed"}`;

/** The mark of a key as people see and write it. */
const shownKey = (key: string): string => `k_${key.slice(0, 8)}`;

const rateFrom = ({ name, when = {}, each, ...written }: RateSetting, index: number): Rate => {
  const limit = name === undefined ? `limits.rates[${index}]` : name;
  const amounts = amountsIn(written);
  const apart = each === undefined ? [] : [each].flat();
  const { words, fits } = fittingOf<Dimension>(when);
  // Counted by what it says and not by its place: a changed number, or a limit before it, forgets nothing.
  const place = JSON.stringify(["limit", when, apart]);
  return {
    ...{ limit, setIn: "limits.rates", amounts },
    counts: words,
    each: apart.length === 0 ? null : apart.join(", "),
    boundsFor: (subject) => {
      if (!fits((dimension) => shownOf(subject, dimension))) return [];
      const whose = apart.map((dimension) => wordsFor(subject, dimension)).join(", ");
      return amounts.map((amount) => ({
        ...{ ...amount, limit, setIn: "limits.rates", whose: whose === "" ? null : whose },
        key: `${place} ${amount.counted}/${amount.per} ${whose}`,
      }));
    },
  };
};

const amountsIn = (written: Omit<RateSetting, "name" | "when" | "each">): readonly Amount[] => {
  const all: readonly (readonly [number | undefined, Amount["counted"], Amount["per"]])[] = [
    [written.requests_per_minute, "requests", "minute"],
    [written.requests_per_hour, "requests", "hour"],
    [written.requests_per_day, "requests", "day"],
    [written.input_tokens_per_minute, "input_tokens", "minute"],
    [written.concurrency, "concurrency", null],
  ];
  return all.flatMap(([most, counted, per]) => (most === undefined ? [] : [{ counted, per, most }]));
};

const amountsOfToken = ({ requestsPerMinute, inputTokensPerMinute, concurrency }: TokenRules): readonly Amount[] =>
  amountsIn({
    requests_per_minute: requestsPerMinute ?? undefined,
    input_tokens_per_minute: inputTokensPerMinute ?? undefined,
    concurrency: concurrency ?? undefined,
  });

const boundOfToken = (token: string, amount: Amount): Bound => ({
  ...amount,
  key: `${JSON.stringify(["token", token])} ${amount.counted}/${amount.per}`,
  ...{ limit: `token ${token}`, whose: null, setIn: `proxy-cli token limit ${token}` },
});

const shownOf = (subject: Subject, dimension: Dimension): string | null =>
  dimension === "key" && subject.key !== null ? shownKey(subject.key) : subject[dimension];

const wordsFor = (subject: Subject, dimension: Dimension | "caller"): string =>
  dimension === "caller" ? callerName(subject) : `${dimension} ${shownOf(subject, dimension) ?? "unnamed"}`;
