import type { Socket } from "bun";
import { type Format, formats } from "../../tests/support/formats.ts";
import { type Message, messageIn } from "../../tests/support/http-message.ts";
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
  /** Of one program: how many came, and how many of them at the same time at most. */
  readonly of: (program: string) => { readonly hits: number; readonly mostAtOnce: number };
  readonly faults: () => Readonly<Record<string, number>>;
  readonly stop: () => void;
};

type Data = { received: Buffer };

/** Starts one; this share of its answers goes wrong. */
export const startVendor = (faultShare: number): Vendor => {
  let hits = 0;
  const counts: Record<string, number> = {};
  const programs = new Map<string, { hits: number; now: number; mostAtOnce: number }>();
  const enter = (program: string): (() => void) => {
    const known = programs.get(program) ?? { hits: 0, now: 0, mostAtOnce: 0 };
    programs.set(program, known);
    known.hits++;
    known.mostAtOnce = Math.max(known.mostAtOnce, ++known.now);
    return () => void known.now--;
  };
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
        const leave = enter(programOf(message));
        const fault = Math.random() < faultShare ? (faults[Math.floor(Math.random() * faults.length)] as Fault) : null;
        if (fault !== null) counts[fault] = (counts[fault] ?? 0) + 1;
        void answer(socket, message, fault).finally(leave);
      },
      error: () => undefined,
    },
  });
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    hits: () => hits,
    of: (program) => programs.get(program) ?? { hits: 0, mostAtOnce: 0 },
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
  const format = formatAt(path);
  await Bun.sleep(2); // the pace of a model
  if (!wantsStream) return void socket.end(answerText(answerOf(format)));
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

const [anthropic, chat, responses, gemini] = formats as [Format, Format, Format, Format];

/** The format that is spoken at a path, whichever model it names. */
const formatAt = (path: string): Format => {
  if (path.includes("enerateContent")) return gemini;
  if (path.endsWith("/chat/completions")) return chat;
  return path.endsWith("/responses") ? responses : anthropic;
};

/** A whole answer that says what it took, where its format is the one in which budgets are spent. */
const answerOf = (format: Format): string =>
  format === anthropic
    ? JSON.stringify({
        ...JSON.parse(format.answer),
        model: "claude-sonnet-4-5",
        usage: { input_tokens: 9, output_tokens: 7 },
      })
    : format.answer;

const programOf = ({ headers }: Message): string =>
  headers.find(([name]) => name.toLowerCase() === "user-agent")?.[1].split("/")[0] ?? "";
