import type { IncomingMessage } from "node:http";
import type { RawData, WebSocket } from "ws";
import type { UpstreamTls } from "../core/provider.ts";
import { type SocketEnd, type SocketListener, sendableCode, toldCode } from "../core/socket.ts";
import { trustOf } from "./trust.ts";

/** Where a WebSocket is opened, and with what. */
export type SocketCall = {
  /** http: or https: as everywhere; it becomes ws: or wss:. */
  readonly url: string;
  readonly headers: Headers;
  readonly protocols: readonly string[];
  readonly tls: UpstreamTls;
  readonly maxMessageBytes: number;
  /** Gives the attempt up; has no effect once the vendor has answered. */
  readonly signal: AbortSignal;
};

/** What became of it: an open socket, or the vendor's plain HTTP answer of why not. */
export type SocketAnswer =
  | { readonly kind: "open"; readonly headers: Headers; readonly end: SocketEnd }
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array<ArrayBuffer>;
    };

/** A refusal is read up to here; vendors need a few hundred bytes for it. */
const maxRefusalBytes = 1024 * 1024;

/** Between looks at whether what waits has been taken. */
const sentEnough = 256 * 1024;

/**
 * Asks a vendor for a WebSocket. `onAnswer` is called synchronously with the answer, before the first message can come;
 * `onTrouble` where there was none, with whatever was thrown. One of them, once.
 */
export const openSocket = async (
  call: SocketCall,
  listener: SocketListener,
  onAnswer: (answer: SocketAnswer) => void,
  onTrouble: (thrown: unknown) => void,
): Promise<void> => {
  const { WebSocket } = await import("ws"); // loaded when first needed: few clients ask for it
  const { signal, headers, tls } = call;
  const trust = await trustOf(tls);
  if (signal.aborted) return onTrouble(signal.reason);
  const socket = new WebSocket(call.url.replace(/^http/, "ws"), [...call.protocols], {
    headers: Object.fromEntries(headers),
    perMessageDeflate: false, // a message is to be what was sent
    followRedirects: false,
    maxPayload: call.maxMessageBytes,
    ...trust,
  });
  const giveUp = (): void => socket.terminate();
  signal.addEventListener("abort", giveUp, { once: true });
  let answered: Headers | null = null;
  let isOpen = false;
  socket.on("upgrade", (response) => {
    answered = headersOf(response);
  });
  socket.on("unexpected-response", (_, response) => void refusalOf(response).then(onAnswer, onTrouble));
  socket.on("open", () => {
    isOpen = true;
    signal.removeEventListener("abort", giveUp);
    onAnswer({ kind: "open", headers: answered ?? new Headers(), end: endOf(socket, listener) });
  });
  socket.on("error", (error) => {
    if (!isOpen) onTrouble(signal.aborted ? signal.reason : error); // once open, a broken connection is told by close
  });
  listenTo(socket, listener);
};

const listenTo = (socket: WebSocket, listener: SocketListener): void => {
  socket.on("message", (data, isBinary) => listener.message(isBinary ? bytesOf(data) : bytesOf(data).toString("utf8")));
  socket.on("ping", (data) => listener.ping(data));
  socket.on("close", (code, reason) => listener.closed(toldCode(code), reason.toString("utf8")));
};

const endOf = (socket: WebSocket, listener: SocketListener): SocketEnd => ({
  send: (message) => {
    if (socket.bufferedAmount < sentEnough) {
      socket.send(message, () => undefined);
      return true;
    }
    socket.send(message, () => {
      if (socket.bufferedAmount < sentEnough) listener.drained();
    });
    return false;
  },
  ping: (data) => {
    if (socket.readyState === socket.OPEN) socket.ping(data);
  },
  close: (code, reason) => {
    const sendable = sendableCode(code);
    if (sendable === null) socket.close();
    else socket.close(sendable, reason);
  },
  pause: () => socket.pause(),
  resume: () => socket.resume(),
});

const bytesOf = (data: RawData): Buffer => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
};

const headersOf = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return headers;
};

const refusalOf = async (response: IncomingMessage): Promise<SocketAnswer> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    if (size > maxRefusalBytes) break;
  }
  response.destroy();
  const headers = headersOf(response);
  const body = new Uint8Array(Buffer.concat(parts));
  return { kind: "refused", status: response.statusCode ?? 0, headers, body };
};
