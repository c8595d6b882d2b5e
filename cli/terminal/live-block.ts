import type { Context } from "../command.ts";
import { createBlock } from "./block.ts";
import { canPaintOver, holdTerminal, type Size } from "./hold.ts";
import type { Key } from "./keys.ts";

/** A block of lines that is alive: painted anew every second, and when somebody says so. */
export type LiveBlock = {
  /** Paints what the lines are now. */
  readonly paint: () => void;
  /** A line that stays, above the block. */
  readonly above: (text: string) => void;
  /** Paints a last time and gives the terminal back. */
  readonly end: () => void;
};

type Picture = {
  readonly lines: (size: Size) => readonly string[];
  /** Finds out what is new, every second, before it is painted; where that fails the old is painted. */
  readonly refresh?: (size: Size) => Promise<void>;
  /** The keys that end it beside Ctrl-C. */
  readonly leaving?: readonly Key[];
  /** Somebody wants it to end: a key, a signal, a closed window. */
  readonly onEnd: () => void;
};

const paintMs = 1000;

/** The keys that end what only shows. */
const usualLeaving = ["q", "Q", "escape", "ctrl-d"];

/** Takes the terminal and shows a block in it; null where lines cannot be painted over. */
export const showBlock = (context: Pick<Context, "env" | "draw">, picture: Picture): LiveBlock | null => {
  if (!canPaintOver(context)) return null;
  const { lines, refresh, leaving = usualLeaving, onEnd } = picture;
  let isOver = false;
  let isAsking = false;
  // A window that is closed takes no more; then there is nothing left to show.
  const trying = (act: () => void): void => {
    try {
      act();
    } catch {
      onEnd();
    }
  };
  const paint = (): void => {
    if (!isOver) trying(() => block.paint(lines(hold.size())));
  };
  const turn = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    await refresh?.(hold.size()).catch(() => undefined);
    isAsking = false;
    paint();
  };
  const hold = holdTerminal(context, {
    onKey: (key) => (leaving.includes(key) ? onEnd() : undefined),
    onEnd,
    onChange: (what) => {
      if (what === "back") block.forget();
      paint();
    },
  });
  const block = createBlock(context.draw, hold.size);
  paint();
  void turn();
  const timer = setInterval(() => void turn(), paintMs);
  return {
    paint,
    above: (text) => trying(() => block.above(text)),
    end: () => {
      if (isOver) return;
      clearInterval(timer);
      paint();
      isOver = true;
      hold.release();
    },
  };
};
