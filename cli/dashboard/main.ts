import { constants } from "node:os";
import { join } from "node:path";
import type { Context } from "../command.ts";
import { sendAgain } from "../trace/again.ts";
import { answersAtHand } from "./at-hand.ts";
import { createLoans } from "./draw/loans.ts";
import { asMistake, onMistakes } from "./draw/mistakes.ts";
import { openTerminal, type Terminal } from "./draw/terminal.ts";
import type { Event } from "./event.ts";
import { startFeed } from "./feed.ts";
import { clickAt } from "./frame/sheet.ts";
import { createPainter, type Painter } from "./painter.ts";
import { type Outside, perform } from "./perform.ts";
import { preferenceStore } from "./preferences.ts";
import { firstState, type Look, type State } from "./state.ts";
import { update } from "./update.ts";
import type { Frame } from "./view.ts";

/** How a dashboard begins and looks, beside what the command line says for all commands. */
export type Wishes = Pick<Look, "theme" | "mouse"> & {
  /** What comes before what somebody liked last time. */
  readonly first: Partial<State>;
  /** Between two pictures when nobody presses a key. */
  readonly pictureMs: number;
  /** Has somebody play everything that can go wrong, as the demo can; null where nobody plays. */
  readonly trouble: (() => void) | null;
  /** Closes it from outside. */
  readonly signal?: AbortSignal;
};

/** Nothing special. */
export const usualWishes: Wishes = { theme: "dark", mouse: true, first: {}, pictureMs: 500, trouble: null };

/**
 * Shows the dashboard of the context's daemon until somebody leaves it; resolves with the exit code. A mistake of ours
 * gives the terminal back before it is thrown, as `internal` with its reason.
 */
export const openDashboard = async (context: Context, wishes: Wishes = usualWishes): Promise<number> => {
  const look: Look = { ascii: context.ascii, colours: context.depth, theme: wishes.theme, mouse: wishes.mouse };
  const preferences = preferenceStore(join(context.paths.home, "dashboard.json"));
  let room: Room | null = null;
  const terminal = openTerminal(look, {
    key: (key) => room?.deal({ type: "key", key }),
    click: (left, top) => {
      const frame = room?.painter.frame() ?? null;
      const click = frame === null ? null : clickIn(frame, left, top);
      if (click !== null) room?.deal({ type: "click", click });
    },
    wheel: (rows) => room?.deal({ type: "wheel", rows }),
    resize: (size) => room?.deal({ type: "resize", size }),
  });
  try {
    room = enter(
      { ...firstState(terminal.size(), look), ...preferences.read(), ...wishes.first },
      terminal,
      context,
      wishes,
    );
    const code = await room.ended;
    await preferences.write(room.state()).catch(() => undefined); // a full or read-only disk: nothing that cannot be chosen again
    return code;
  } catch (thrown) {
    throw asMistake(thrown);
  } finally {
    room?.leave();
    terminal.close();
  }
};

/** A dashboard that runs. */
type Room = {
  readonly deal: (event: Event) => void;
  readonly painter: Painter;
  readonly state: () => State;
  /** The exit code; rejects with a mistake of ours. */
  readonly ended: Promise<number>;
  readonly leave: () => void;
};

/** Connects the parts: what happens changes the state, the state is painted, and the daemon is asked for what it needs. */
const enter = (first: State, terminal: Terminal, context: Context, { pictureMs, trouble, signal }: Wishes): Room => {
  const { client, now, env, root, paths, commands, onSignals } = context;
  const { promise: ended, resolve: quit, reject: fail } = Promise.withResolvers<number>();
  let state = first;
  const painter = createPainter({ draw: terminal.draw, state: () => state, now });
  const unwatch = onMistakes(fail); // in a timer, in a promise, in blessed
  const guarded = guardedBy(fail);
  const send = (event: Event): void =>
    guarded(() => {
      const step = update(state, event, now());
      state = step.state;
      for (const effect of step.effects) perform(effect, outside);
    });
  /** What a person does is seen at once; what the daemon tells with the next picture. */
  const deal = (event: Event): void => {
    send(event);
    guarded(() => {
      feed.ask();
      painter.soon();
    });
  };
  const loans = createLoans(() => {
    const takeBack = painter.rest(terminal.lend());
    return () => guarded(takeBack);
  });
  const outside: Outside = {
    ...{ client, env, quit, trouble, copy: terminal.copy, send: deal },
    ...{ lend: loans.lend, suspend: loans.suspend, gone: loans.gone },
    again: (request, url) => sendAgain({ env, paths }, request, { url, upstream: null, signal: loans.gone }),
    ...{ program: join(root, "cli/proxy-cli"), usualConfig: paths.config },
    columns: () => state.size.columns,
  };
  const atHand = answersAtHand(paths, commands);
  const feed = startFeed({ client, atHand, state: () => state, send, now, sleep: Bun.sleep });
  const tick = (): void => {
    feed.ask();
    painter.paint();
  };
  const timer = setInterval(() => guarded(tick), pictureMs);
  quitAtSignals(onSignals, loans.isLent, quit);
  signal?.addEventListener("abort", () => quit(0), { once: true });
  guarded(painter.paint);
  const leave = (): void => {
    clearInterval(timer);
    for (const stop of [feed.stop, painter.stop, loans.leave, unwatch]) stop();
  };
  return { deal, painter, ended, leave, state: () => state };
};

const quitAtSignals = (onSignals: Context["onSignals"], isLent: () => boolean, quit: (code: number) => void): void => {
  onSignals(["SIGTERM", "SIGHUP"], (name) => quit(128 + constants.signals[name]));
  onSignals(["SIGINT", "SIGQUIT"], (name) => {
    if (!isLent()) quit(128 + constants.signals[name]); // else the terminal sends it to both of us
  });
};

/** Has what somebody's work throws go to who gives the terminal back before anything is said. */
const guardedBy =
  (fail: (thrown: unknown) => void) =>
  (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      fail(thrown);
    }
  };

const clickIn = ({ over, sheet }: Frame, left: number, top: number) =>
  over === null ? clickAt(sheet, left, top) : clickAt(over.sheet, left - over.rect.left, top - over.rect.top);
