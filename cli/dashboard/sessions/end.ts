import { asking } from "../dialogs/confirm.ts";
import type { Change } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

/** Ends a session, when a person says yes. */
export const endingSession =
  (id: string): Change =>
  (state) =>
    to(
      asking(state, {
        title: `End session ${id}?`,
        effect: [
          "What comes next of that conversation begins another session, with turn 1.",
          "What is known of this one stays. What runs goes on.",
        ],
        money: null,
        yes: "End it",
        act: end(id),
      }),
    );

const end =
  (id: string): Change =>
  (state) =>
    doing(state, {
      type: "ask",
      with: async ({ endSession }) => {
        const { ended } = await endSession({ id });
        const text = ended ? `ok ${id} is over; what comes next begins another session` : `${id} is over already`;
        return (later, now) => to(toasted(later, now, text, ended ? "ok" : "muted"));
      },
    });
