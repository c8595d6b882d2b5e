import type { Notice } from "../core/notice.ts";
import type { WatchMessage } from "./contract.ts";

/** What a watch is made of. */
export type Watched = {
  /** The snapshot that a watch begins with. */
  readonly snapshot: () => Promise<WatchMessage>;
  readonly listen: (hear: (notice: Notice) => void) => () => void;
};

/** A watcher that is this many notices behind gets a fresh snapshot instead of them. */
const maxQueued = 1000;

/** Notices that come so soon after each other travel together: nobody sees the difference, and a thousand cost as one. */
const gatherMs = 20;

/**
 * Snapshot first, so that nothing can happen between asking and listening. Nothing is written before the watcher takes
 * it: one that is slow or gone costs no more than its queue.
 */
export const watchStream = ({ snapshot, listen }: Watched): ReadableStream<Uint8Array> => {
  const queue: Notice[] = [];
  let wake = (): void => undefined;
  let wantsSnapshot = true;
  let isOver = false;
  const stopListening = listen((notice) => {
    if (queue.length < maxQueued) queue.push(notice);
    else wantsSnapshot = true;
    wake();
  });
  const something = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await promise;
    if (!isOver && queue.at(-1)?.type !== "draining") await Bun.sleep(gatherMs); // what ends soon has no time to wait
  };
  const next = async (): Promise<string> => {
    if (queue.length === 0 && !wantsSnapshot) await something();
    const isSnapshot = wantsSnapshot;
    const notices = queue.splice(0);
    wantsSnapshot = false;
    return isSnapshot ? `${JSON.stringify(await snapshot())}\n` : notices.map(lineOf).join("");
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const text = await next();
        if (!isOver) controller.enqueue(new TextEncoder().encode(text));
      },
      cancel: () => {
        isOver = true;
        stopListening();
        wake();
      },
    },
    { highWaterMark: 0 },
  );
};

/** The line of a notice, written once however many there are who want it. */
const lineOf = (notice: Notice): string => {
  const known = lines.get(notice);
  if (known !== undefined) return known;
  const line = `${JSON.stringify(notice)}\n`;
  lines.set(notice, line);
  return line;
};

const lines = new WeakMap<Notice, string>();
