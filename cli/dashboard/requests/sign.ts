import { signOf as endedSign, type Sign } from "../../output/ending.ts";
import type { ListedRequest } from "../data/requests.ts";

type Shown = Pick<ListedRequest, "outcome" | "status"> & Partial<Pick<ListedRequest, "answerCache" | "queue">>;

/** The sign of a request: that of its ending, that it still runs, or its place in the row where it waits for its turn. */
export const signOf = ({ outcome, queue, ...ended }: Shown): Sign => {
  if (outcome !== null) return endedSign({ outcome, ...ended });
  if (queue === undefined || queue.place === 0) return { sign: ">>", meaning: "running" };
  return { sign: queue.place > 99 ? "Q++" : `Q${queue.place}`, meaning: "warning" };
};
