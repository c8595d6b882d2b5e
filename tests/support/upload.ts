import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { messageIn } from "./http-message.ts";

/** What came of an upload, on both sides. */
export type Uploaded = {
  readonly sent: Seen;
  readonly received: Seen;
  /** How the vendor was told where the body ends. */
  readonly framing: string;
  /** The most that the daemon held in memory beyond what it held before, in bytes. */
  readonly grownBytes: number;
};

type Seen = { readonly bytes: number; readonly sha256: string };

/** A vendor that hashes what it gets and keeps nothing of it. */
export type HashingVendor = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts one on a free port. */
export const startHashingVendor = (): HashingVendor => {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 60,
    maxRequestBodySize: 1024 ** 3,
    fetch: async ({ body, headers }) => {
      const hasher = new Bun.CryptoHasher("sha256");
      let bytes = 0;
      for await (const chunk of body ?? new Blob().stream()) {
        hasher.update(chunk);
        bytes += chunk.length;
      }
      const length = headers.get("content-length");
      const framing = length === null ? (headers.get("transfer-encoding") ?? "none") : `length ${length}`;
      return Response.json({ bytes, sha256: hasher.digest("hex"), framing });
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
};

const pieceBytes = 256 * 1024;

/** The pieces of a JSON body of so many bytes, no two of them alike, made while they are sent. */
function* piecesOf(bytes: number): Generator<Buffer> {
  const [start, end] = ['{"model":"claude-sonnet-4-5","messages":[],"pad":"', '"}'];
  yield Buffer.from(start);
  let left = bytes - start.length - end.length;
  for (let at = 0; left > 0; at++) {
    const piece = Buffer.alloc(Math.min(left, pieceBytes), `${at} né 你好 `);
    left -= piece.length;
    yield piece;
  }
  yield Buffer.from(end);
}

/** Sends a body of so many bytes through a daemon to a hashing vendor, no faster than it is taken. */
export const upload = async (
  daemon: { readonly port: number; readonly pid: number },
  bytes: number,
  framing: "length" | "chunked",
): Promise<Uploaded> => {
  const before = resetPeak(daemon.pid);
  const socket = net.connect({ port: daemon.port, host: "127.0.0.1" });
  const answer: Buffer[] = [];
  socket.on("data", (part: Buffer) => answer.push(part));
  await once(socket, "connect");
  const said = framing === "length" ? `content-length: ${bytes}` : "transfer-encoding: chunked";
  socket.write(
    `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\ncontent-type: application/json\r\n${ofAnthropic}connection: close\r\n${said}\r\n\r\n`,
  );
  const hasher = new Bun.CryptoHasher("sha256");
  const write = async (part: Buffer): Promise<void> => {
    if (!socket.write(part)) await once(socket, "drain");
  };
  for (const piece of piecesOf(bytes)) {
    hasher.update(piece);
    if (framing === "chunked") await write(Buffer.from(`${piece.length.toString(16)}\r\n`));
    await write(piece);
    if (framing === "chunked") await write(Buffer.from("\r\n"));
  }
  if (framing === "chunked") socket.write("0\r\n\r\n");
  await once(socket, "close");
  const { startLine, body } = messageIn(Buffer.concat(answer));
  if (!startLine.startsWith("HTTP/1.1 200")) throw new Error(`The upload was answered with ${startLine}`);
  const { framing: told, ...received } = JSON.parse(Buffer.from(body).toString());
  const grownBytes = peakBytes(daemon.pid) - before;
  return { sent: { bytes, sha256: hasher.digest("hex") }, received, framing: told, grownBytes };
};

const ofAnthropic = "x-api-key: k\r\nanthropic-version: 2023-06-01\r\n";

/** Lets the system measure the peak anew; gives what is held now. */
const resetPeak = (pid: number): number => {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  return peakBytes(pid);
};

const peakBytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) * 1024;
