import type { Move } from "./move.ts";

/** Waits, unless the signal fires first; never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** How an answer went out: whole, broken by a fault, or left by the client. */
export type Ending = "whole" | "broken" | "left";

/** Who wants to know what goes out. `onEnd` is called exactly once. */
export type PumpSettings = {
  readonly sleep: Sleep;
  /** Fires when the client has gone. */
  readonly gone: AbortSignal;
  readonly onSent: (bytes: Uint8Array) => void;
  readonly onEnd: (ending: Ending) => void;
};

/** Turns steps into a body that moves only as fast as it is read, and stops for good when the client leaves. */
export const pumped = (
  moves: Iterator<Move>,
  { sleep, gone, onSent, onEnd }: PumpSettings,
): ReadableStream<Uint8Array> => {
  const left = new AbortController();
  const either = AbortSignal.any([left.signal, gone]);
  let ended = false;
  const end = (ending: Ending): void => {
    if (ended) return;
    ended = true;
    onEnd(ending);
  };
  gone.addEventListener("abort", () => end("left"), { once: true });
  const step = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<"again" | "done"> => {
    const { done, value: move } = moves.next();
    if (done) {
      end("whole");
      controller.close();
      return "done";
    }
    if (move.type === "send") {
      onSent(move.bytes);
      controller.enqueue(move.bytes);
      return "done";
    }
    if (move.type === "break") {
      end("broken");
      controller.error(new Error("The simulated connection broke."));
      return "done";
    }
    await (move.type === "wait" ? sleep(move.ms, either) : untilGone(either));
    return either.aborted ? "done" : "again";
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        while ((await step(controller)) === "again");
      },
      cancel: () => {
        end("left");
        left.abort();
      },
    },
    { highWaterMark: 0 },
  );
};

const untilGone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
