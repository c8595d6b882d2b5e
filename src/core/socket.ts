/** The status of an answer that has become a WebSocket. */
export const switchingProtocols = 101;

/** A message of a WebSocket as it came: text or bytes. */
export type SocketMessage = string | Uint8Array;

/** One end of a relayed WebSocket, as the other end uses it. */
export type SocketEnd = {
  /** False = the peer does not keep up and the message waits here; `drained` tells when it has gone. */
  readonly send: (message: SocketMessage) => boolean;
  readonly ping: (data: Uint8Array) => void;
  /** Says goodbye with a close code; null = the peer gave none. */
  readonly close: (code: number | null, reason: string) => void;
  /** Stops taking messages, so that whoever sends them has to wait. */
  readonly pause: () => void;
  readonly resume: () => void;
};

/** What an end tells. */
export type SocketListener = {
  readonly message: (message: SocketMessage) => void;
  readonly ping: (data: Uint8Array) => void;
  /** What waited has been taken. */
  readonly drained: () => void;
  /** Called once; a null code = the connection broke without a goodbye. */
  readonly closed: (code: number | null, reason: string) => void;
};

/** Makes a WebSocket of the client's request, with these headers in the answer; null when the client has left. */
export type Upgrade = (headers: Headers, listener: SocketListener) => SocketEnd | null;

/** The code of a connection that ended without a close frame, and of a close frame without a code (RFC 6455, 7.4.1). */
const brokenCode = 1006;
const noCode = 1005;

/** A close code as it can be passed on: the two that mean "there was none" are never sent. */
export const sendableCode = (code: number | null): number | null =>
  code === noCode || code === brokenCode ? null : code;

/** A close code as `closed` tells it: null where the connection broke. */
export const toldCode = (code: number): number | null => (code === brokenCode ? null : code);

/** What fits into a close frame of a reason (RFC 6455, 5.5: 125 bytes with the code). */
export const closeReason = (text: string): string => {
  let reason = text;
  while (Buffer.byteLength(reason) > 123) reason = reason.slice(0, -1);
  return reason;
};

/** Whether a request asks to become a WebSocket. */
export const asksForSocket = ({ method, headers }: Pick<Request, "method" | "headers">): boolean =>
  method === "GET" && headers.get("upgrade")?.toLowerCase() === "websocket";

/** The sub-protocols that a client offers, in its order. */
export const protocolsOf = (headers: Headers): readonly string[] => {
  const names = headers.get("sec-websocket-protocol");
  if (names === null) return [];
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
};

/** How OpenAI's clients write a key where they can set no header: as one more sub-protocol. */
export const keyProtocol = "openai-insecure-api-key.";
