import type { ServerWebSocket } from "bun";

/** One WebSocket as the vendor has it. */
export type VendorSocket = {
  readonly socket: ServerWebSocket<unknown>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly messages: (string | Uint8Array)[];
  readonly pings: string[];
  /** How it ended; null while it is open. */
  ending: { readonly code: number; readonly reason: string } | null;
};

type Handshake = (request: Request) => Response | { readonly headers?: Readonly<Record<string, string>> };

/** A vendor that speaks WebSocket: it writes down what comes and does what the test says. */
export type SocketVendor = {
  readonly url: string;
  /** From now on a request for a WebSocket gets this answer, or one with these headers. */
  readonly answer: (handshake: Handshake) => void;
  /** Called for each message from now on; echoes unless told. */
  readonly onMessage: (react: (socket: ServerWebSocket<unknown>, message: string | Uint8Array) => void) => void;
  /** Sockets and refused requests since the last `answer`, oldest first. */
  readonly sockets: () => readonly VendorSocket[];
  readonly asked: () => number;
  readonly stop: () => void;
};

/** Starts one on a free port of 127.0.0.1. */
export const startSocketVendor = (): SocketVendor => {
  let handshake: Handshake = () => ({});
  let react = (socket: ServerWebSocket<unknown>, message: string | Uint8Array): void => void socket.send(message);
  let sockets: VendorSocket[] = [];
  let asked = 0;
  const known = new Map<ServerWebSocket<unknown>, VendorSocket>();
  const server = Bun.serve<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, bun) => {
      asked++;
      const answer = handshake(request);
      if (answer instanceof Response) return answer;
      const data = { url: request.url, headers: Object.fromEntries(request.headers) };
      return bun.upgrade(request, { data, headers: { ...answer.headers } })
        ? undefined
        : new Response("no", { status: 404 });
    },
    websocket: {
      maxPayloadLength: 1024 ** 3,
      backpressureLimit: 1024 ** 3,
      idleTimeout: 0,
      open: (socket) => {
        const seen: VendorSocket = { socket, ...socket.data, messages: [], pings: [], ending: null };
        known.set(socket, seen);
        sockets.push(seen);
      },
      message: (socket, message) => {
        known.get(socket)?.messages.push(message);
        react(socket, message);
      },
      ping: (socket, data) => void known.get(socket)?.pings.push(data.toString()),
      close: (socket, code, reason) => {
        const seen = known.get(socket);
        if (seen !== undefined) seen.ending = { code, reason };
      },
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    answer: (next) => {
      handshake = next;
      sockets = [];
      asked = 0;
    },
    onMessage: (next) => {
      react = next;
    },
    sockets: () => sockets,
    asked: () => asked,
    stop: () => void server.stop(true),
  };
};
