import type { ServerWebSocket } from "bun";
import {
  type SocketEnd,
  type SocketListener,
  type SocketMessage,
  sendableCode,
  toldCode,
  type Upgrade,
} from "../core/socket.ts";

/** What hangs on a client's WebSocket. */
export type ClientSocket = { readonly listener: SocketListener; socket: ServerWebSocket<ClientSocket> | null };

/** Bun's server, as far as an upgrade needs it. */
type Upgrader = {
  readonly upgrade: (request: Request, options: { readonly headers: Headers; readonly data: ClientSocket }) => boolean;
};

/** A client that shows no sign of life for so long, not even an answer to a ping, is gone. Bun pings in time. */
const idleSeconds = 120;

/** How Bun treats clients' WebSockets: no compression, so that a message is what was sent; limits are the relay's own. */
export const socketsOf = (maxMessageBytes: number): Bun.WebSocketHandler<ClientSocket> => ({
  maxPayloadLength: maxMessageBytes,
  idleTimeout: idleSeconds,
  sendPings: true,
  perMessageDeflate: false,
  backpressureLimit: beyondOurLimit,
  closeOnBackpressureLimit: false,
  open: (socket) => {
    socket.data.socket = socket;
  },
  message: ({ data }, message) => data.listener.message(message),
  ping: ({ data }, bytes) => data.listener.ping(bytes),
  drain: ({ data }) => data.listener.drained(),
  close: ({ data }, code, reason) => data.listener.closed(toldCode(code), reason),
});

/** Above it Bun would drop messages; the relay stops taking them at the first that waits. */
const beyondOurLimit = 1024 * 1024 * 1024;

/** How this request becomes a WebSocket. */
export const upgradeOf =
  (request: Request, server: Upgrader): Upgrade =>
  (headers, listener) => {
    const data: ClientSocket = { listener, socket: null };
    return server.upgrade(request, { headers, data }) && data.socket !== null ? endOf(data.socket) : null;
  };

const endOf = (socket: ServerWebSocket<ClientSocket>): SocketEnd => ({
  send: (message) => write(socket, message) > 0 || message.length === 0,
  ping: (data) => void socket.ping(data),
  close: (code, reason) => {
    const sendable = sendableCode(code);
    if (sendable === null) socket.close();
    else socket.close(sendable, reason);
  },
  pause: () => void socket.pause(),
  resume: () => void socket.resume(),
});

/** Bun gives the bytes sent, -1 when they wait, 0 when the client has gone. */
const write = (socket: ServerWebSocket<ClientSocket>, message: SocketMessage): number =>
  typeof message === "string" ? socket.sendText(message) : socket.sendBinary(message);
