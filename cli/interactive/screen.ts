import type { Context } from "../command.ts";
import { createBlock } from "../terminal/block.ts";
import { holdTerminal } from "../terminal/hold.ts";
import type { Widget } from "./select.ts";

/** A terminal in which one thing after the other is asked. */
export type Screen = {
  /** Asks; "end" = Ctrl-C, a signal, a closed window. What was shown is gone afterwards. */
  readonly ask: <Answer>(widget: Widget<Answer>) => Promise<Answer | "end">;
  readonly close: () => void;
};

/** Takes the terminal until it is closed. */
export const openScreen = (context: Pick<Context, "env" | "draw">): Screen => {
  let isEnded = false;
  let current: { readonly paint: () => void; readonly hear: (key: string) => void; readonly end: () => void } | null =
    null;
  const hold = holdTerminal(context, {
    onKey: (key) => current?.hear(key),
    onEnd: () => {
      isEnded = true;
      current?.end();
    },
    onChange: (what) => {
      if (what === "back") block.forget();
      current?.paint();
    },
  });
  const block = createBlock(context.draw, hold.size);
  return {
    ask: (widget) =>
      new Promise((resolve, reject) => {
        if (isEnded) return resolve("end");
        const settle = (answer: Parameters<typeof resolve>[0]): void => {
          current = null;
          trying(() => block.paint([]));
          resolve(answer);
        };
        // A window that takes no more is closed.
        const trying = (act: () => void): void => {
          try {
            act();
          } catch (thrown) {
            reject(thrown);
          }
        };
        const paint = (): void => trying(() => block.paint(widget.lines(hold.size())));
        current = {
          paint,
          end: () => settle("end"),
          hear: (key) => {
            const answer = widget.hear(key);
            if (answer === null) paint();
            else settle(answer);
          },
        };
        paint();
      }),
    close: hold.release,
  };
};
