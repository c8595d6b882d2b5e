import type { ColdCache, Switched, UpstreamView } from "../../../src/control/contract.ts";
import type { Meaning } from "../../output/colour.ts";
import { modelLines } from "../../output/elsewhere.ts";
import { counted, money, roughly, waited } from "../../output/units.ts";
import type { Data } from "../data/data.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import type { State } from "../state.ts";
import type { Check } from "./overlay.ts";
import { auto, liveData, targetsIn } from "./targets.ts";

/** What speaks for a switch, and what against it. */
type Verdict = "ok" | "warn" | "x";

type Finding = readonly [verdict: Verdict, text: string];

const looks: Readonly<Record<Verdict, readonly [sign: string, tone: Meaning]>> = {
  ok: ["[ok]  ", "ok"],
  warn: ["[warn]", "warning"],
  x: ["[x]   ", "error"],
};

/** What is known of a switch to this target, in so many cells; where there are not enough lines, what speaks for it goes first. */
export const checkLines = (state: State, target: string, check: Check | undefined, columns: number): CheckLines => {
  if (check === undefined || check.kind === "checking")
    return { good: [], bad: [], last: [line("  checking …", { tone: "muted" })] };
  if (check.kind === "refused") return { good: [], bad: findingLines(["x", check.problem], columns), last: [] };
  const findings = findingsOf(state, target, check.would);
  const of = (isGood: boolean): readonly Line[] =>
    findings.filter(([verdict]) => (verdict === "ok") === isGood).flatMap((one) => findingLines(one, columns));
  return { good: of(true), bad: of(false), last: stayingLines(check.would) };
};

/** The lines by what they say: for it, against it, and what happens to what is under way. */
export type CheckLines = {
  readonly good: readonly Line[];
  readonly bad: readonly Line[];
  readonly last: readonly Line[];
};

const findingLines = ([verdict, text]: Finding, columns: number): readonly Line[] => {
  const [sign, tone] = looks[verdict];
  return wrapped(text, Math.max(10, columns - 11)).map((part, at) =>
    lineOf("  ", span(at === 0 ? sign : "      ", tone), ` ${part}`),
  );
};

const findingsOf = (state: State, target: string, would: Switched): readonly Finding[] => {
  const data = liveData(state);
  const upstream = targetsIn(data).find(({ name }) => name === target)?.upstream ?? null;
  return [
    ...(target === auto ? [["ok", "each request goes to the vendor it speaks to"] as const] : []),
    ...(would.latencyMs === null ? [] : [["ok", `reachable, ${waited(would.latencyMs)}`] as const]),
    ...(upstream === null ? [] : formatFindings(would, upstream)),
    ...(would.coldCache === null ? [] : cacheFindings(would.coldCache)),
    ...(upstream === null ? [] : [...modelFindings(would), keyFinding(data, upstream)]),
    ...would.warnings.filter((warning) => !isToldBetter(warning, would)).map((warning) => ["warn", warning] as const),
  ];
};

/** The daemon's general word on caches says less than its figures. */
const isToldBetter = (warning: string, { coldCache }: Switched): boolean =>
  coldCache !== null && warning.includes("prompt cache is cold");

/** So many kinds of loss are told before the rest is only counted. */
const mostLosses = 3;

const formatFindings = ({ formats, losses }: Switched, { dialects }: UpstreamView): readonly Finding[] => {
  const translated = formats.filter(({ from, to }) => from !== to);
  const [first] = formats;
  if (first === undefined) return [["ok", `speaks ${dialects.join(", ")}`]];
  if (translated.length === 0)
    return [["ok", `same wire format (${formats.map(({ from }) => from).join(", ")}), no translation`]];
  return [
    ["ok", `translated: ${translated.map(({ from, to }) => `${from} -> ${to}`).join(", ")}`],
    ...losses.slice(0, mostLosses).map((loss) => ["warn", loss] as const),
    ...(losses.length > mostLosses
      ? [["warn", `and ${losses.length - mostLosses} more that it cannot take as it is`] as const]
      : []),
  ];
};

const keyFinding = ({ requests }: Data, { key, takesAnyKey, provider, name }: UpstreamView): Finding => {
  if (takesAnyKey) return ["ok", "key: takes any, it is built in"];
  if (key !== null) return ["ok", `key: ours is sent (${key})`];
  const others = requests.some((request) => request.provider !== null && request.provider !== provider);
  return others
    ? ["warn", `key: clients must send one that ${name} takes`]
    : ["ok", "key: the client must send its own (pass-through)"];
};

/** What models are called there. */
const modelFindings = ({ models, model }: Switched): readonly Finding[] => {
  if (model !== null) return [["ok", `all that it asks for becomes ${model}`]];
  return modelLines(models).map((line) => ["ok", `model map: ${line}`]);
};

const cacheFindings = ({ sessions, tokens, costMicros }: ColdCache): readonly Finding[] => {
  if (sessions === 0) return [["ok", "no conversation loses a prompt cache"]];
  const price = costMicros === null ? "what that costs is not known" : `about ${money(costMicros)} more`;
  const pay = sessions === 1 ? "pays" : "pay";
  return [
    ["warn", `cold cache: ${counted(sessions, "conversation")} ${pay} ${roughly(tokens)} tokens again, ${price}`],
  ];
};

const stayingLines = ({ staying, from }: Switched): readonly Line[] => {
  if (staying === 0) return [];
  const streams = `${counted(staying, "stream")} in flight ${staying === 1 ? "stays" : "stay"}`;
  const end = staying === 1 ? "it ends" : "they end";
  return [
    line(
      from === auto
        ? `  ${streams} where ${staying === 1 ? "it" : "they"} began`
        : `  ${streams} on ${from} until ${end}`,
    ),
  ];
};
