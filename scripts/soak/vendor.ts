import type { Socket } from "bun";
import { formats } from "../../tests/support/formats.ts";
import { messageIn } from "../../tests/support/http-message.ts";
import { answerText, chunk, lastChunk, streamHead } from "../../tests/support/http-text.ts";

/** How an answer goes wrong, as vendors and networks do it. */
const faults = ["reset", "gone before the head", "429", "529", "500", "cut in the middle"] as const;
type Fault = (typeof faults)[number];

/** A vendor of all formats that counts, and now and then fails. */
export type Vendor = {
  readonly port: number;
  readonly url: string;
  /** Requests that came whole. */
  readonly hits: () => number;
  readonly faults: () => Readonly<Record<string, number>>;
  readonly stop: () => void;
};

type Data = { received: Buffer };

/** Starts one; this share of its answers goes wrong. */
export const startVendor = (faultShare: number): Vendor => {
  let hits = 0;
  const counts: Record<string, number> = {};
  const server = Bun.listen<Data>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => {
        socket.data = { received: Buffer.alloc(0) };
      },
      data: (socket, bytes) => {
        socket.data.received = Buffer.concat([socket.data.received, bytes]);
        const message = messageIn(socket.data.received);
        if (!message.isDone) return;
        socket.data.received = Buffer.alloc(0);
        hits++;
        const fault = Math.random() < faultShare ? (faults[Math.floor(Math.random() * faults.length)] as Fault) : null;
        if (fault !== null) counts[fault] = (counts[fault] ?? 0) + 1;
        void answer(socket, message, fault);
      },
      error: () => undefined,
    },
  });
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    hits: () => hits,
    faults: () => counts,
    stop: () => server.stop(true),
  };
};

const answer = async (
  socket: Socket<Data>,
  message: ReturnType<typeof messageIn>,
  fault: Fault | null,
): Promise<void> => {
  if (fault === "reset") return void socket.terminate();
  if (fault === "gone before the head") return void socket.end();
  if (fault === "429" || fault === "529" || fault === "500")
    return void socket.end(answerText('{"error":{"message":"soak"}}', `${fault} Soak`));
  const [, path = ""] = message.startLine.split(" ");
  const wantsStream = Buffer.from(message.body).includes('"stream":true') || path.includes("stream");
  const format = formats.find((one) => one.path(wantsStream) === path) ?? formats[0];
  if (format === undefined) return;
  if (!wantsStream) return void socket.end(answerText(format.answer));
  socket.write(streamHead());
  const events = fault === null ? format.events : format.events.slice(0, 1);
  for (const event of events) {
    await Bun.sleep(2); // the pace of a model
    socket.write(chunk(event));
  }
  if (fault !== null) return void socket.terminate();
  socket.write(lastChunk);
  socket.end();
};
