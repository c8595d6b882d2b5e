import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { editText, formatsText, lossText, modelsText, tryText } from "../../output/led.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { labelled } from "./labelled.ts";

/** What was said to the upstream otherwise than the client said it, and what was lost on the way; nothing where it went as it came. */
export const sentLines = (
  { routed: { decision, losses, edits, tries = [] } }: RequestDetail,
  width: number,
): readonly Line[] => [
  ...tries.flatMap((one, at) => labelled(at === 0 ? "Tried" : "", tryText(one), width, "warning")),
  ...(decision === null || decision.from === decision.to
    ? []
    : labelled("Translated", formatsText(decision) ?? "", width)),
  ...(decision === null || decision.asked === decision.model
    ? []
    : labelled("Asked for", modelsText(decision) ?? "", width)),
  ...losses.flatMap((loss, at) => labelled(at === 0 ? "Lost" : "", lossText(loss), width, "warning")),
  ...edits.flatMap((edit, at) => labelled(at === 0 ? "Changed" : "", editText(edit), width)),
];

/** What was looked at on the way to the decision, in its order; what had a say is marked. */
export const stepLines = ({ routed: { decision } }: RequestDetail, width: number): readonly Line[] => {
  const steps = decision?.steps ?? [];
  if (steps.length === 0) return [];
  return [
    [],
    lineOf(span("Looked at", "heading")),
    ...steps.flatMap(({ rule, why, isTaken }) =>
      wrapped(`${rule}: ${why}`, Math.max(10, width - 4)).map((part, at) =>
        lineOf(at === 0 && isTaken ? "  > " : "    ", isTaken ? span(part) : span(part, "muted")),
      ),
    ),
  ];
};
