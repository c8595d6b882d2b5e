import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";

/** A vendor whose streams say how they begin and then wait, so that as many run at once as a test wants, and as long. */
export type HeldVendor = ListeningSimulator & {
  /** Lets the streams go on, those that run and all that follow. */
  readonly letGo: () => void;
};

/** Starts one on loopback. */
export const holdVendor = (): HeldVendor => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const left = (signal: AbortSignal): Promise<void> =>
    new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
  const vendor = listenSimulator({ chunkDelayMs: 1, sleep: (_, signal) => Promise.race([promise, left(signal)]) });
  return { ...vendor, letGo: resolve };
};
