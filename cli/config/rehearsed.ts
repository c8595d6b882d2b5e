import type { Rehearsal, RequestDetail } from "../../src/control/contract.ts";
import type { Paint } from "../output/colour.ts";
import { withTilde } from "../output/home.ts";
import { decidingSteps, formatsText, modelsText } from "../output/led.ts";
import { tableLines } from "../output/table.ts";
import { dayAndTime, timeOfDay } from "../output/units.ts";
import { visible } from "../output/visible.ts";

type Decision = NonNullable<Rehearsal["now"]>;
type Step = Decision["steps"][number];

/** A step that only one of two decisions has. */
export type OtherStep = Step & { readonly when: "then" | "now" };

/** What is not the same in two decisions: whether it matters to the request, and each step. */
export type Differences = { readonly isSame: boolean; readonly steps: readonly OtherStep[] };

/** What of a rehearsal is not as it was. A request of which nothing is known any more is never the same. */
export const differencesIn = ({ before, now }: Pick<Rehearsal, "before" | "now">): Differences => {
  const [then, later] = [before?.steps ?? [], now?.steps ?? []];
  const only = (when: OtherStep["when"], mine: readonly Step[], others: readonly Step[]): readonly OtherStep[] =>
    mine.filter((step) => !others.some((one) => Bun.deepEquals(one, step))).map((step) => ({ ...step, when }));
  const isSame = before !== null && now !== null && Bun.deepEquals(outcome(before), outcome(now));
  return { isSame, steps: [...only("then", then, later), ...only("now", later, then)] };
};

const outcome = ({ upstream, to, model }: Decision) => ({ upstream, to, model });

type Setting = {
  readonly detail: Pick<RequestDetail, "summary" | "running">;
  readonly paint: Paint;
  readonly now: number;
  /** The person's folder, which is written as `~`. */
  readonly home: string | undefined;
};

/** The decision then and now, side by side. */
export const toldRehearsal = (rehearsal: Rehearsal, setting: Setting): readonly string[] => {
  const { paint } = setting;
  const { isSame, steps } = differencesIn(rehearsal);
  const isBothKnown = rehearsal.before !== null && rehearsal.now !== null;
  return [
    ...head(rehearsal, setting),
    "",
    ...sideBySide(rehearsal, paint),
    ...(isBothKnown && steps.length > 0 ? ["", ...stepLines(steps, paint)] : []),
    "",
    ...rehearsal.remarks.map((remark) => `${paint("warning", "!")} ${visible(remark)}`),
    verdict(rehearsal, isSame, paint),
  ];
};

const sources = { memory: "as it is kept in memory", trace: "as its trace has it" } as const;

const head = ({ id, source, file }: Rehearsal, { detail, paint, now, home }: Setting): readonly string[] => {
  const known = detail.summary ?? detail.running;
  const day = known === null ? "" : dayAndTime(known.startedAt, now).replace(/ ?\S+$/, "");
  const came = known === null ? [] : [`${day} ${timeOfDay(known.startedAt)}`, `${known.method} ${visible(known.path)}`];
  return [
    [paint("heading", id), ...came, sources[source]].join("   "),
    `by ${visible(withTilde(file, home))} as it is now; nothing was sent`,
  ];
};

/** The rows are those of `why`; where nothing is known, or the request would be refused, that stands in their place. */
const sideBySide = ({ before, now, refusal }: Rehearsal, paint: Paint): readonly string[] => {
  const cells = (decision: Decision | null, other: string): readonly string[] =>
    decision === null ? [other, "", "", ""] : cellsOf(decision);
  const then = cells(before, "not known any more");
  const later = cells(now, refusal === null ? "nowhere" : `refused: ${refusal.code}`);
  const rows = ["goes to", "format", "model", "decided by"].map((label, at) => [
    label,
    then[at] ?? "",
    later[at] ?? "",
  ]);
  const columns = [{ title: "" }, { title: "then" }, { title: "now" }];
  const [titles = "", ...lines] = tableLines({ columns, rows, width: Number.POSITIVE_INFINITY });
  return [paint("muted", titles), ...lines.map((line, at) => (then[at] === later[at] ? line : paint("heading", line)))];
};

const cellsOf = (decision: Decision): readonly string[] =>
  [
    decision.upstream,
    formatsText(decision) ?? "passed on as it came",
    modelsText(decision) ?? "none is named",
    [...new Set([decision.rule, ...decidingSteps(decision).map(({ rule }) => rule)])].join(", "),
  ].map(visible);

/** What only one of the two has seen; `>` had a say. */
const stepLines = (steps: readonly OtherStep[], paint: Paint): readonly string[] => {
  const rows = steps.map(({ when, isTaken, rule, why }) => [when, isTaken ? ">" : " ", visible(rule), visible(why)]);
  const columns = [{ title: "" }, { title: "" }, { title: "" }, { title: "" }];
  const [, ...lines] = tableLines({ columns, rows, width: Number.POSITIVE_INFINITY });
  return ["steps that differ", ...lines.map((line, at) => `  ${steps[at]?.isTaken ? line : paint("muted", line)}`)];
};

const verdict = ({ before, now, refusal }: Rehearsal, isSame: boolean, paint: Paint): string => {
  if (refusal !== null) {
    const hint = refusal.hint === null ? "" : ` ${refusal.hint}`;
    return `${paint("error", "x")} It would be refused: ${visible(refusal.message)}${visible(hint)}`;
  }
  if (before === null) return `It would go to ${visible(now?.upstream ?? "nowhere")}; where it went then is not known.`;
  if (isSame) return `${paint("ok", "=")} It would go where it went.`;
  return `${paint("warning", "~")} It would not go as it went.`;
};
