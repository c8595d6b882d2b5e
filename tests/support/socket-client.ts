import { type ClientOptions, WebSocket } from "ws";
import { until } from "./wait.ts";

/** A program's WebSocket and all that it has seen. */
export type SocketClient = {
  readonly socket: WebSocket;
  /** The protocol that was agreed on; null while it is not open. */
  readonly isOpen: () => boolean;
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>;
  readonly messages: (string | Uint8Array)[];
  readonly pongs: string[];
  readonly refusal: () => { readonly status: number; readonly error: string | undefined; readonly body: string } | null;
  readonly ending: () => { readonly code: number; readonly reason: string } | null;
  readonly until: (what: string, holds: () => boolean, limitMs?: number) => Promise<void>;
};

/** Asks for a WebSocket and resolves when it is open or refused. */
export const openSocketTo = async (
  url: string,
  headers: Readonly<Record<string, string>> = {},
  protocols: readonly string[] = [],
  options: ClientOptions = {},
): Promise<SocketClient> => {
  const socket = new WebSocket(url.replace(/^http/, "ws"), [...protocols], {
    headers: { ...headers },
    perMessageDeflate: false,
    maxPayload: 1024 ** 3,
    ...options,
  });
  let isOpen = false;
  let answered: Readonly<Record<string, string | string[] | undefined>> = {};
  let refusal: ReturnType<SocketClient["refusal"]> = null;
  let ending: ReturnType<SocketClient["ending"]> = null;
  let trouble: Error | null = null;
  const messages: (string | Uint8Array)[] = [];
  const pongs: string[] = [];
  socket.on("upgrade", (response) => {
    answered = response.headers;
  });
  socket.on("open", () => {
    isOpen = true;
  });
  socket.on("unexpected-response", async (_, response) => {
    let body = "";
    for await (const part of response) body += part.toString();
    const error = response.headers["x-proxy-error"];
    refusal = { status: response.statusCode ?? 0, error: typeof error === "string" ? error : undefined, body };
    socket.terminate();
  });
  socket.on("message", (data, isBinary) => messages.push(isBinary ? (data as Buffer) : data.toString())); // one buffer: the default of ws
  socket.on("pong", (data) => pongs.push(data.toString()));
  socket.on("error", (error) => {
    trouble = error;
  });
  socket.on("close", (code, reason) => {
    ending = { code, reason: reason.toString() };
  });
  const client: SocketClient = {
    socket,
    isOpen: () => isOpen,
    headers: () => answered,
    messages,
    pongs,
    refusal: () => refusal,
    ending: () => ending,
    until: (what, holds, limitMs) => until(what, () => holds() || null, limitMs).then(() => undefined),
  };
  await client.until("an answer", () => isOpen || refusal !== null || ending !== null, 10_000);
  if (!isOpen && refusal === null) throw trouble ?? new Error("The connection broke before it was answered.");
  return client;
};
