import type { Client } from "../../src/control/client.ts";
import type { AtHandAnswers } from "./data/at-hand.ts";
import { openTerminal, type Terminal } from "./draw/terminal.ts";
import type { Event } from "./event.ts";
import { type Feed, startFeed } from "./feed.ts";
import { clickAt } from "./frame/sheet.ts";
import { perform } from "./perform.ts";
import { firstState, type Look, type State } from "./state.ts";
import { update } from "./update.ts";
import { type Frame, frameOf } from "./view.ts";

/** What a dashboard works with. */
export type Options = {
  readonly client: Client;
  readonly atHand: AtHandAnswers;
  readonly look: Look;
  readonly now: () => number;
  /** Has somebody play everything that can go wrong, as the demo can; null where nobody plays. */
  readonly trouble?: (() => void) | null;
  /** Closes it from outside. */
  readonly signal?: AbortSignal;
};

/** Between two pictures when nobody presses a key. */
const pictureMs = 500;

/** Shows the dashboard until somebody leaves it; resolves with the exit code. */
export const openDashboard = ({ client, atHand, look, now, trouble = null, signal }: Options): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stage: Stage = { frame: null, shown: null, shownAt: 0 };
  const terminal = openTerminal(look, {
    key: (key) => atOnce({ type: "key", key }),
    click: (left, top) => {
      const click = stage.frame === null ? null : clickIn(stage.frame, left, top);
      if (click !== null) atOnce({ type: "click", click });
    },
    wheel: (rows) => atOnce({ type: "wheel", rows }),
    resize: (size) => atOnce({ type: "resize", size }),
  });
  let state = firstState(terminal.size(), look);
  const send = (event: Event): void => {
    const step = update(state, event, now());
    state = step.state;
    for (const effect of step.effects)
      perform(effect, { client, send, trouble, quit: (code) => close(code, timer, feed) });
  };
  const tick = (): void => {
    feed.ask();
    paint(stage, terminal, state, now());
  };
  const atOnce = (event: Event): void => {
    send(event);
    tick();
  };
  const close = (code: number, ticking: Timer, { stop }: Feed): void => {
    clearInterval(ticking);
    stop();
    terminal.close();
    resolve(code);
  };
  const feed = startFeed({ client, atHand, state: () => state, send, now, sleep: Bun.sleep });
  const timer = setInterval(tick, pictureMs);
  signal?.addEventListener("abort", () => close(0, timer, feed), { once: true });
  tick();
  return promise;
};

type Timer = ReturnType<typeof setInterval>;

/** What is on the terminal. */
type Stage = { frame: Frame | null; shown: State | null; shownAt: number };

/** Times on the screen are told in seconds. */
const clockMs = 1000;

/** A picture of this state, unless it is there already. */
const paint = (stage: Stage, terminal: Terminal, state: State, now: number): void => {
  if (stage.shown === state && now - stage.shownAt < clockMs) return;
  stage.frame = frameOf(state, now);
  stage.shown = state;
  stage.shownAt = now;
  terminal.draw(stage.frame);
};

const clickIn = ({ over, sheet }: Frame, left: number, top: number) =>
  over === null ? clickAt(sheet, left, top) : clickAt(over.sheet, left - over.rect.left, top - over.rect.top);
