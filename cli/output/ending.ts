import type { RequestSummary } from "../../src/core/notice.ts";
import type { Meaning } from "./colour.ts";

/** How a request ended, in the words of `stats`. */
export type Ending = "ok" | "limited" | "cut" | "aborted" | "failed";

type Ended = Pick<RequestSummary, "status" | "outcome">;

/** Which of them it was, by the rules that the ledger counts by. */
export const endingOf = ({ outcome, status }: Ended): Ending => {
  if (outcome === "--" && status !== null && status < 400) return "ok";
  if (outcome === "--" && status === 429) return "limited";
  if (outcome === "SD" || outcome === "sD" || outcome === "PD") return "cut";
  return outcome.toUpperCase().startsWith("C") ? "aborted" : "failed";
};

/** The sign of it in a narrow column: `200`, `429`, `CUT`, `ABT`, or the outcome's own letters where no head came. */
export const endingSign = (ended: Ended): string => {
  const ending = endingOf(ended);
  if (ending === "cut") return "CUT";
  return ending === "aborted" ? "ABT" : String(ended.status ?? ended.outcome);
};

/** The colour of it. */
export const endingMeaning: Readonly<Record<Ending, Meaning>> = {
  ok: "ok",
  limited: "warning",
  cut: "error",
  aborted: "muted",
  failed: "error",
};
