import type { TokenRules } from "../../src/core/caller.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { globOf } from "../../src/lib/glob.ts";
import { noTokenRules } from "../../src/state/tokens.ts";
import type { Flags } from "../flags.ts";
import { exactly, money } from "../output/units.ts";

/** The options by which a token is limited. `none` takes a limit away again. */
export const ruleOptions = [
  { flags: "--requests-per-minute <number>", summary: "so many requests a minute" },
  { flags: "--input-tokens-per-minute <number>", summary: "so many tokens of prompts a minute" },
  { flags: "--concurrency <number>", summary: "so many requests at the same time" },
  { flags: "--dollars-per-day <amount>", summary: "what it may cost a day" },
  { flags: "--upstreams <names>", summary: "only these upstreams; patterns, apart by commas" },
  { flags: "--models <names>", summary: "only these models; patterns, apart by commas" },
] as const;

/** What the options say, on top of what was said before. Throws `usage`. */
export const rulesFrom = (flags: Flags, before: TokenRules = noTokenRules): TokenRules => ({
  requestsPerMinute: amount(flags, "requests-per-minute", before.requestsPerMinute),
  inputTokensPerMinute: amount(flags, "input-tokens-per-minute", before.inputTokensPerMinute),
  concurrency: amount(flags, "concurrency", before.concurrency),
  costMicrosPerDay: dollars(flags, before.costMicrosPerDay),
  upstreams: patterns(flags, "upstreams", before.upstreams),
  models: patterns(flags, "models", before.models),
});

/** `60 requests/min, 2 at a time, only cn`; `-` where there is no limit. */
export const ruleWords = (rules: TokenRules | undefined): string => {
  if (rules === undefined) return "-";
  const { requestsPerMinute, inputTokensPerMinute, concurrency, costMicrosPerDay, upstreams, models } = rules;
  const words = [
    requestsPerMinute === null
      ? []
      : [`${exactly(requestsPerMinute)} ${requestsPerMinute === 1 ? "request" : "requests"}/min`],
    inputTokensPerMinute === null ? [] : [`${exactly(inputTokensPerMinute)} input tokens/min`],
    concurrency === null ? [] : [`${exactly(concurrency)} at a time`],
    costMicrosPerDay === null ? [] : [`${money(costMicrosPerDay)} a day`],
    upstreams.length === 0 ? [] : [`only ${upstreams.join(" ")}`],
    models.length === 0 ? [] : [`models ${models.join(" ")}`],
  ].flat();
  return words.length === 0 ? "-" : words.join(", ");
};

const amount = (flags: Flags, name: string, before: number | null): number | null =>
  flags.text(name) === "none" ? null : (flags.whole(name, 1) ?? before);

const dollars = (flags: Flags, before: number | null): number | null => {
  const text = flags.text("dollars-per-day");
  if (text === null) return before;
  if (text === "none") return null;
  if (/^\$?\d{1,7}(\.\d{1,6})?$/.test(text)) return Math.round(Number(text.replace("$", "")) * 1e6);
  throw usage(`--dollars-per-day takes an amount such as 2.50, got "${text}".`);
};

const patterns = (flags: Flags, name: string, before: readonly string[]): readonly string[] => {
  const text = flags.text(name);
  if (text === null) return before;
  if (text === "none") return [];
  const names = partsOf(text);
  const wrong = names.find((one) => globOf(one) === null);
  if (wrong === undefined && names.length > 0) return names;
  throw usage(`--${name} takes names or patterns such as claude-*, got "${text}".`);
};

/** A comma within braces is part of a pattern. */
const partsOf = (text: string): readonly string[] =>
  text
    .split(/,(?![^{]*\})/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const usage = (what: string): ProxyError => new ProxyError("usage", what, { hint: "Try: proxy-cli token --help" });
