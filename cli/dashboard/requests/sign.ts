import { signOf as endedSign, type Sign } from "../../output/ending.ts";
import type { ListedRequest } from "../data/requests.ts";

type Shown = Pick<ListedRequest, "outcome" | "status"> & Partial<Pick<ListedRequest, "answerCache">>;

/** The sign of a request: that of its ending, `HIT` where it ended well with an answer of earlier, or that it still runs. */
export const signOf = ({ outcome, status, answerCache = null }: Shown): Sign => {
  if (outcome === null) return { sign: ">>", meaning: "running" };
  return answerCache === "hit" && outcome === "--" ? { sign: "HIT", meaning: "saved" } : endedSign({ outcome, status });
};

/** Who answered, as lists name it: an upstream, or our own cache of answers; null = nobody. */
export const answeredBy = ({ upstream, answerCache }: Pick<ListedRequest, "upstream" | "answerCache">): string | null =>
  upstream ?? (answerCache === "hit" ? "(cache)" : null);
