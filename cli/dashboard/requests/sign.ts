import type { Meaning } from "../../output/colour.ts";
import { endingMeaning, endingOf, endingSign } from "../../output/ending.ts";
import type { ListedRequest } from "../data/requests.ts";

/** How a request stands in three cells, and the colour that says the same. */
export type Sign = { readonly sign: string; readonly meaning: Meaning };

/** The sign of a request: that of its ending, or that it runs, or that the proxy refused it. */
export const signOf = ({ outcome, status }: Pick<ListedRequest, "outcome" | "status">): Sign => {
  if (outcome === null) return { sign: ">>", meaning: "running" };
  if (outcome === "PR" || outcome === "RR") return { sign: "REF", meaning: "warning" };
  const ended = { outcome, status };
  return { sign: endingSign(ended), meaning: endingMeaning[endingOf(ended)] };
};
