import { exactly, waited } from "../../output/units.ts";
import { listedRequests, tookMs } from "../data/requests.ts";
import { asking } from "../dialogs/confirm.ts";
import type { State } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

/** Why a request cannot be cancelled; null = it can. */
export const whyNotCancel = ({ data }: Pick<State, "data">, id: string | null): string | null =>
  data.running.some((running) => running.id === id) ? null : "it has ended: there is nothing to cancel";

/** The question whether a running request is to be ended. */
export const cancelling = (state: State, id: string, now: number): State => {
  const request = listedRequests(state.data).find((one) => one.id === id);
  const written = request?.outputTokens ?? null;
  const so = request === undefined ? "" : ` It has run for ${waited(tookMs(request, now))}.`;
  return asking(state, {
    title: `Cancel ${id}?`,
    effect: [`The client is told so, and the upstream stops writing.${so}`],
    money:
      written === null
        ? "What the upstream has done so far is billed all the same."
        : `About ${exactly(written)} output tokens so far and the whole input are billed all the same.`,
    yes: "Cancel it",
    act: (later) =>
      doing(later, {
        type: "ask",
        with: async (client) => {
          const { cancelled } = await client.cancelRequest({ id });
          return (then, at) =>
            to(
              cancelled
                ? toasted(then, at, `${id} is cancelled`)
                : toasted(then, at, `${id} was not cancelled: it had just ended, or has not gone out yet`, "warning"),
            );
        },
      }),
  });
};
