import type { Format } from "./formats.ts";

type Extra = Readonly<Record<string, string>>;

/** A request of this format as a client writes it on the wire. */
export const requestText = (
  format: Format,
  stream: boolean,
  port: number,
  extra: Extra = {},
  body = format.body(stream),
): Buffer => {
  const payload = Buffer.from(body);
  const headers: Extra = {
    host: `127.0.0.1:${port}`,
    "content-type": "application/json",
    ...format.headers,
    "content-length": String(payload.length),
    connection: "close",
    ...extra,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`POST ${format.path(stream)} HTTP/1.1\r\n${head.join("")}\r\n`, "latin1"),
    payload,
  ]);
};

/** A whole answer with its length, after which the connection closes. */
export const answerText = (body: string | Uint8Array, status = "200 OK", headers: Extra = {}): Buffer => {
  const payload = Buffer.from(body);
  const all: Extra = {
    "content-type": "application/json",
    "content-length": String(payload.length),
    connection: "close",
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${head.join("")}\r\n`, "latin1"), payload]);
};

/** The head of a streamed answer in chunks. */
export const streamHead = (headers: Extra = {}): string =>
  `HTTP/1.1 200 OK\r\n${Object.entries({
    "content-type": "text/event-stream; charset=utf-8",
    "transfer-encoding": "chunked",
    connection: "close",
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

/** One chunk. */
export const chunk = (body: string | Uint8Array): Buffer => {
  const payload = Buffer.from(body);
  return Buffer.concat([Buffer.from(`${payload.length.toString(16)}\r\n`), payload, Buffer.from("\r\n")]);
};

/** The end of a chunked body. */
export const lastChunk = "0\r\n\r\n";
