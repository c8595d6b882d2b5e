import type { SessionView } from "../../../src/control/contract.ts";
import { counted, dayAndTime } from "../../output/units.ts";
import { span } from "../frame/line.ts";
import { windowOf as listWindow } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { barWidth, cacheWords, contextWords, costLine, fact, savedWords } from "../sessions/facts.ts";
import { sessionsIn } from "../sessions/list.ts";
import { modelAt } from "../sessions/words.ts";

/** The chosen session of the list, as far as the list tells. */
export const sessionBrief: Panel = (state, now, { columns }) => {
  const sessions = sessionsIn(state, now) ?? [];
  const ids = sessions.map(({ id }) => id);
  const { chosen } = listWindow(state.lists["sessions"], ids, 1);
  const session = sessions.find(({ id }) => id === chosen);
  if (session === undefined) return { title: "", lines: [] };
  const { id, model, upstream, startedAt, requests, parent, contextTokens, savedTokens, pin } = session;
  const began = startedAt === null ? [] : [`began ${dayAndTime(startedAt, now)}`];
  const helper = parent === null ? [] : [`helper of ${parent}`];
  return {
    title: id,
    lines: [
      model === null && upstream === null
        ? fact("model", span("known when the first answer has come", "muted"))
        : fact("model", `${modelAt(session)}${sentTo(pin)}`),
      costLine(session, savedWords(savedTokens, null), columns),
      fact("context", ...contextWords(contextTokens, session.windowTokens, barWidth(columns))),
      fact("cache", ...cacheWords(session, null)),
      fact(
        "requests",
        [requests === 0 ? "none has ended yet" : counted(requests, "request"), ...began, ...helper].join(", "),
      ),
    ],
  };
};

/** Where somebody has sent it from its next request on. */
const sentTo = (pin: SessionView["pin"]): string =>
  pin === null ? "" : `, sent to ${pin.upstream}${pin.model === null ? "" : ` for ${pin.model}`}`;
