import { signOf as endedSign, type Sign } from "../../output/ending.ts";
import type { ListedRequest } from "../data/requests.ts";

/** The sign of a request: that of its ending, or that it still runs. */
export const signOf = ({ outcome, status }: Pick<ListedRequest, "outcome" | "status">): Sign =>
  outcome === null ? { sign: ">>", meaning: "running" } : endedSign({ outcome, status });
