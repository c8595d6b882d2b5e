import { resetWords } from "../../upstreams/reset.ts";
import { asking } from "../dialogs/confirm.ts";
import type { Change } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

/** Closes the circuit of an upstream and forgets what cools down there, when a person says yes. */
export const resettingUpstream =
  (name: string): Change =>
  (state) =>
    to(
      asking(state, {
        title: `Reset the circuit of ${name}?`,
        effect: [
          "What is known of it is forgotten: that it could not be reached, and which of its keys and models are limited.",
          "The next request goes there, and may have to wait or be refused once more.",
        ],
        money: null,
        yes: "Reset it",
        act: reset(name),
      }),
    );

const reset =
  (name: string): Change =>
  (state) =>
    doing(state, {
      type: "ask",
      with: async ({ resetUpstream }) => {
        const forgotten = await resetUpstream({ name });
        const text = resetWords(forgotten);
        const isNothing = !forgotten.wasOpen && forgotten.coolDowns === 0;
        return (later, now) => to(toasted(later, now, text, isNothing ? "muted" : "ok"));
      },
    });
