import { checkKey } from "./auth.ts";
import type { Simulator } from "./index.ts";
import { realtimeTalk } from "./openai/realtime.ts";
import { responsesTalk } from "./openai/responses-talk.ts";
import { Refusal } from "./refusal.ts";
import type { Peer, Talk } from "./talk.ts";

/** What hangs on a client's WebSocket. */
export type SocketData = { readonly talk: Talk; drained: () => void };

/** What the talks need of the simulator. */
type Sockets = { readonly simulator: Simulator; readonly now: () => number };

/** Whether a request asks for a WebSocket at a path that has one. */
export const wantsTalk = ({ headers }: Request, { pathname }: URL): boolean =>
  headers.has("upgrade") && talkPaths.has(pathname);

const talkPaths: ReadonlySet<string> = new Set(["/v1/realtime", "/v1/responses"]);

/** A WebSocket for whoever shows a key in a header or, as browsers' programs do, among the sub-protocols. */
export const openTalk = (
  request: Request,
  url: URL,
  server: Bun.Server<SocketData>,
  sockets: Sockets,
): Response | undefined => {
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
  const data: SocketData = { talk: talkAt(url, headers, sockets), drained: () => undefined };
  const answer = offered.includes("realtime") ? { "sec-websocket-protocol": "realtime" } : {};
  return server.upgrade(request, { data, headers: answer }) ? undefined : new Response("No upgrade.", { status: 400 });
};

const keyStart = "openai-insecure-api-key.";

const talkAt = (url: URL, client: Headers, { simulator, now }: Sockets): Talk => {
  if (url.pathname === "/v1/realtime") return realtimeTalk(url.searchParams.get("model") ?? "gpt-realtime");
  const headers = new Headers(client);
  for (const name of [...headers.keys()]) if (ofTheHandshake.test(name)) headers.delete(name);
  headers.set("content-type", "application/json");
  return responsesTalk({ ask: simulator.fetch, url: url.href, headers, now });
};

const ofTheHandshake = /^(connection|upgrade|sec-websocket-.*|content-.*|transfer-encoding)$/;

/** As large as a body may be. */
const maxMessageBytes = 256 * 1024 * 1024;

/** How Bun's server hands messages to the talks. */
export const talking: Bun.WebSocketHandler<SocketData> = {
  maxPayloadLength: maxMessageBytes,
  open: (socket) => socket.data.talk.begin(peerOf(socket)),
  message: ({ data }, message) => data.talk.hear(message.toString()),
  drain: ({ data }) => data.drained(),
  close: ({ data }) => {
    data.talk.end();
    data.drained();
  },
};

/** Bun gives -1 when a message waits; 0 when there is nobody any more. */
const peerOf = (socket: Bun.ServerWebSocket<SocketData>): Peer => ({
  send: (event) => {
    if (socket.sendText(event) !== -1) return Promise.resolve();
    return new Promise((resolve) => {
      socket.data.drained = resolve;
    });
  },
  close: (code, reason) => socket.close(code, reason),
  cut: () => socket.terminate(),
});
