import { createSimulator, type Simulator, type SimulatorOptions } from "./index.ts";
import { openTalk, type SocketData, talking, wantsTalk } from "./sockets.ts";

/** Where the simulator listens; without a port it takes a free one. */
export type ListenOptions = SimulatorOptions & { readonly port?: number; readonly hostname?: string };

/** A simulator on a socket. `stop` ends it at once, with whatever is under way. */
export type ListeningSimulator = {
  readonly url: string;
  readonly log: Simulator["log"];
  readonly stop: () => Promise<void>;
};

/** Starts the built-in vendor on loopback. */
export const listenSimulator = ({
  port = 0,
  hostname = "127.0.0.1",
  ...options
}: ListenOptions = {}): ListeningSimulator => {
  const simulator = createSimulator(options);
  const sockets = { simulator, now: options.now ?? Date.now };
  const server = Bun.serve<SocketData>({
    port,
    hostname,
    idleTimeout: 0,
    development: false,
    reusePort: false, // without `development` Bun shares a port by default, and requests would go to either of two
    maxRequestBodySize,
    fetch: (request, own) => {
      const url = new URL(request.url);
      return wantsTalk(request, url) ? openTalk(request, url, own, sockets) : simulator.fetch(request, own);
    },
    websocket: talking,
    error: () => new Response("The simulator failed.\n", { status: 500 }),
  });
  return { url: `http://${hostname}:${server.port}`, log: simulator.log, stop: () => server.stop(true) };
};

const maxRequestBodySize = 256 * 1024 * 1024;
