import { type ListeningSimulator, listenSimulator } from "../simulator/listen.ts";

/** A built-in vendor on a port of its own, for programs that are to be tried without a key. Rejects where it cannot listen. */
export const startSimulator = async (port: number): Promise<ListeningSimulator> =>
  listenSimulator({ port, chunkDelayMs: 20 });
