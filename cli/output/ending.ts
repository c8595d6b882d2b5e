import type { RequestSummary } from "../../src/core/notice.ts";
import type { Meaning } from "./colour.ts";

/** How a request ended, in the words of `stats`. */
export type Ending = "ok" | "limited" | "cut" | "aborted" | "failed";

/** The codes may be of another version of us, as they stand in files. */
type Ended = {
  readonly status: number | null;
  readonly outcome: string;
  /** Left out where it is not known: then an answer of earlier looks like any other. */
  readonly answerCache?: RequestSummary["answerCache"];
};

/** Which of them it was, by the rules that the ledger counts by. */
export const endingOf = ({ outcome, status }: Ended): Ending => {
  if (outcome === "--" && status !== null && status < 400) return "ok";
  if (outcome === "--" && status === 429) return "limited";
  if (outcome === "SD" || outcome === "sD" || outcome === "PD") return "cut";
  return outcome.toUpperCase().startsWith("C") ? "aborted" : "failed";
};

/** The sign of it in a narrow column, and the colour that says the same. */
export type Sign = { readonly sign: string; readonly meaning: Meaning };

/**
 * `200`, `429`, `502`; `HIT` for an answer out of our own cache, `CUT` for one that broke off, `ABT` where the client
 * left, `REF` where the proxy refused it; the outcome's own letters where no head came. Every face of the proxy shows these.
 */
export const signOf = (ended: Ended): Sign => {
  if (ended.outcome === "PR" || ended.outcome === "RR") return { sign: "REF", meaning: "warning" };
  if (ended.answerCache === "hit" && ended.outcome === "--") return { sign: "HIT", meaning: "saved" };
  const ending = endingOf(ended);
  const meaning = endingMeaning[ending];
  if (ending === "cut") return { sign: "CUT", meaning };
  return { sign: ending === "aborted" ? "ABT" : String(ended.status ?? ended.outcome), meaning };
};

/** Who answered, as lists name it: an upstream, or our own cache of answers; null = nobody. */
export const answeredBy = ({
  upstream,
  answerCache,
}: Pick<RequestSummary, "upstream" | "answerCache">): string | null =>
  upstream ?? (answerCache === "hit" ? "(cache)" : null);

const endingMeaning: Readonly<Record<Ending, Meaning>> = {
  ok: "ok",
  limited: "warning",
  cut: "error",
  aborted: "muted",
  failed: "error",
};
