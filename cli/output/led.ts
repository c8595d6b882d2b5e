import type { RequestDetail } from "../../src/control/contract.ts";
import { counted, waited } from "./units.ts";

/** How a request was led. */
export type Led = RequestDetail["routed"];
type Decision = NonNullable<Led["decision"]>;
type Tried = NonNullable<Led["tries"]>[number];

/** `claude-x -> glm-4.6`, or the one name where it stayed; null = no model is named. */
export const modelsText = ({ asked, model }: Pick<Decision, "asked" | "model">): string | null => {
  if (asked === null || model === null) return model ?? asked;
  return asked === model ? asked : `${asked} -> ${model}`;
};

/** `anthropic -> openai-chat`, or the one format where nothing was translated; null = no chat. */
export const formatsText = ({ from, to }: Pick<Decision, "from" | "to">): string | null => {
  if (from === null || to === null) return to ?? from;
  return from === to ? from : `${from} -> ${to}`;
};

/** ` -> cn`: somebody has sent this conversation there; empty = it goes where all others go. */
export const pinText = (pin: Pick<Decision, "upstream"> | null): string => (pin === null ? "" : ` -> ${pin.upstream}`);

/** `thinking.foreign  dropped in 2 places: thoughts of another vendor`. */
export const lossText = ({ rule, what, count, why }: Led["losses"][number]): string =>
  `${rule}  ${what} in ${counted(count, "place")}: ${why}`;

/** `usage 1 place`. */
export const editText = ({ by, count }: Led["edits"][number]): string => `${by} ${counted(count, "place")}`;

/** `anthropic (key ...x1)  refused after 2.0 ms: ...; then 7 s were waited`. */
export const tryText = ({ upstream, key, what, reason, why, tookMs, waitedMs }: Tried): string => {
  const after = what === "skipped" ? "not asked" : `${reason} after ${waited(tookMs)}`;
  const rest = waitedMs === 0 ? "" : `; then ${waited(waitedMs)} were waited`;
  return `${upstream}${key === null ? "" : ` (key ${key})`}  ${after}: ${why}${rest}`;
};

/** The step that chose the upstream, and those that had another say: the others were looked at and passed over. */
export const decidingSteps = ({ steps }: Decision): Decision["steps"] => steps.filter(({ isTaken }) => isTaken);
