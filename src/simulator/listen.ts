import { checkKey } from "./auth.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./index.ts";
import { type RealtimeSession, realtimeSession } from "./realtime.ts";
import { Refusal } from "./refusal.ts";

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
  const server = Bun.serve<RealtimeSession>({
    port,
    hostname,
    idleTimeout: 0,
    development: false,
    reusePort: false, // without `development` Bun shares a port by default, and requests would go to either of two
    maxRequestBodySize,
    fetch: (request, own) => {
      const url = new URL(request.url);
      const wantsSession = url.pathname === "/v1/realtime" && request.headers.has("upgrade");
      return wantsSession ? openSession(request, url, own) : simulator.fetch(request, own);
    },
    websocket: {
      open: (socket) => send(socket, socket.data.opening()),
      message: (socket, message) => send(socket, socket.data.answer(message.toString())),
    },
    error: () => new Response("The simulator failed.\n", { status: 500 }),
  });
  return { url: `http://${hostname}:${server.port}`, log: simulator.log, stop: () => server.stop(true) };
};

const maxRequestBodySize = 256 * 1024 * 1024;

/** A realtime session, for whoever shows a key in a header or, as browsers' programs do, among the sub-protocols. */
const openSession = (request: Request, url: URL, server: Bun.Server<RealtimeSession>): Response | undefined => {
  const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  const hidden = offered.find((name) => name.startsWith(keyStart))?.slice(keyStart.length);
  const headers = new Headers(hidden === undefined ? request.headers : { authorization: `Bearer ${hidden}` });
  try {
    checkKey("openai", headers, url.searchParams);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { message, status, code } = thrown;
    return Response.json({ error: { message, type: "invalid_request_error", param: null, code } }, { status });
  }
  const data = realtimeSession(url.searchParams.get("model") ?? "gpt-realtime");
  const answer = offered.includes("realtime") ? { "sec-websocket-protocol": "realtime" } : {};
  return server.upgrade(request, { data, headers: answer }) ? undefined : new Response("No upgrade.", { status: 400 });
};

const keyStart = "openai-insecure-api-key.";

const send = (socket: Bun.ServerWebSocket<RealtimeSession>, events: readonly object[]): void => {
  for (const event of events) socket.send(JSON.stringify(event));
};
