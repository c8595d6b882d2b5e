import type { Ask, Stats } from "../../../src/control/contract.ts";
import { answerTo, type Question } from "./answers.ts";
import type { Data } from "./data.ts";

const todayAsk = ({ status }: Data): Ask<"stats"> | null =>
  status === null || status.today === null ? null : { since: status.today.since, by: "upstream" };

/** The day by upstream, as `stats --today --by upstream` tells it; nothing to ask while the daemon itself does not know. */
export const todayQuestions = (data: Data): readonly Question[] => {
  const ask = todayAsk(data);
  return ask === null ? [] : [{ name: "stats", ask, freshMs: 3000 }];
};

/** The answer to that; null = not told yet. */
export const todayByUpstream = (data: Data): Stats | null => {
  const ask = todayAsk(data);
  return ask === null ? null : answerTo(data.answers, "stats", ask);
};
