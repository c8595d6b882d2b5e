import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { counted, exactly } from "../../output/units.ts";
import { visible } from "../../output/visible.ts";
import type { SentBefore } from "../../trace/again.ts";
import { asking } from "../dialogs/confirm.ts";
import type { State, Step } from "../state.ts";
import { doing, to, toasted } from "../step.ts";
import { costOf } from "./columns.ts";

/** Asks whether a request is to be sent once more; what it takes is asked of the daemon first. */
export const replaying = (state: State, id: string): Step =>
  doing(state, {
    type: "ask",
    with: async (client) => {
      const [detail, body] = await Promise.all([client.request({ id }), client.requestBody({ id })]);
      return (then, now) => {
        if (detail === null) return to(toasted(then, now, `nobody knows ${id} any more`, "warning"));
        const sent = body.text === null ? null : sentBefore(detail, body.text);
        if (sent === null) return to(toasted(then, now, `${id} cannot be sent again: ${whyNot(body.why)}`, "warning"));
        return to(asking(then, questionOf(id, detail, sent, then)));
      };
    },
  });

const whyNot = (why: string | null): string => why ?? "what was in its address is hidden";

/** As it came, but for its key, which nobody has kept; null where a part of its address is hidden. */
const sentBefore = ({ summary, running, url, request }: RequestDetail, body: string): SentBefore | null => {
  const of = summary ?? running;
  const query = /\?[^#]*/.exec(url ?? "")?.[0] ?? "";
  if (of === null || query.includes("...")) return null;
  const { method, path, dialect } = of;
  return { method, place: path + query, dialect, headers: Object.fromEntries(request.headers), body };
};

const questionOf = (id: string, { summary }: RequestDetail, request: SentBefore, { data }: State) => ({
  title: `Send ${id} again?`,
  effect: [
    `It goes out as it came, to ${visible(data.status?.upstream ?? "the upstream")}, with the key of this shell's environment or the proxy's own token.`,
    "Nobody but this list sees the answer.",
  ],
  money: priceOf(summary),
  yes: "Send it",
  act: (state: State): Step => doing(state, { type: "again", id, request }),
});

/** What it took before is the best guess of what it takes now. */
const priceOf = (summary: RequestDetail["summary"]): string => {
  const tokens = summary?.inputTokens ?? null;
  if (tokens === null) return "It is charged like any other request.";
  const cost = summary === null || summary.costMicros === null ? "" : ` (it cost ${costOf(summary)} before)`;
  return `This sends ${tokens === 1 ? counted(1, "input token") : `${exactly(tokens)} input tokens`} again${cost}.`;
};
