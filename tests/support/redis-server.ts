import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./scratch.ts";
import { until } from "./wait.ts";

/** Whether tests can have a Redis of their own here; where not, they are skipped with the package's name. */
export const hasRedis = Bun.which("redis-server") !== null;
if (!hasRedis)
  console.warn("Tests of the shared store are skipped: there is no redis-server here (Debian: redis-server).");

/** A real Redis on a port of its own, with a folder of its own. */
export type RedisServer = {
  readonly port: number;
  readonly url: string;
  readonly pid: () => number;
  /** Asks it with redis-cli's words, over a connection that is there for this alone; gives what it says, errors too. */
  readonly ask: (...words: readonly string[]) => Promise<string>;
  /** Stops it in its tracks (connections stay open, nothing is answered) and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** kill -9; what it knew is gone unless it was told to keep it. */
  readonly kill: () => Promise<void>;
  /** The same port again, after it was killed. */
  readonly startAgain: () => Promise<void>;
  /** How many connections it has, without the one that asks. */
  readonly connections: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Settings as `redis-server` takes them: `{ requirepass: "x", maxmemory: "2mb" }`. */
export type RedisSettings = Readonly<Record<string, string>>;

/** A free port of this moment. */
export const freePort = (): number => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
};

/** Starts one and waits until it answers. */
export const startRedis = async (settings: RedisSettings = {}, port = freePort()): Promise<RedisServer> => {
  const folder = scratchFolder();
  const log = join(folder, "redis.log");
  const words = Object.entries({
    ...{ bind: "127.0.0.1", port: String(port), dir: folder, logfile: log, save: "", appendonly: "no" },
    ...settings,
  }).flatMap(([name, value]) => [`--${name}`, value]);
  const askIt = (...asked: readonly string[]): Promise<string> => askRedis(port, asked, settings["requirepass"]);
  const begin = async (): Promise<Bun.Subprocess> => {
    const child = Bun.spawn(["redis-server", ...words], {
      cwd: folder,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    await until("redis-server answers", async () => {
      if (child.exitCode !== null) throw new Error(`redis-server ended:\n${readFileSync(log, "utf8")}`);
      return (await askIt("PING").catch(() => "")) === "PONG";
    });
    return child;
  };
  const end = async (child: Bun.Subprocess): Promise<void> => {
    child.kill("SIGKILL"); // ends one that is frozen too
    await child.exited;
  };
  let child = await begin();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pid: () => child.pid,
    ask: askIt,
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    kill: () => end(child),
    startAgain: async () => {
      child = await begin();
    },
    connections: async () => (await askIt("CLIENT", "LIST")).trim().split("\n").length - 1,
    stop: () => end(child),
  };
};

/** One question over a connection of its own; numbers and texts as text, lists a line an entry. */
const askRedis = async (port: number, words: readonly string[], password: string | undefined): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let received = Buffer.alloc(0);
  const asked = [...(password === undefined ? [] : [["AUTH", password]]), words];
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data: (_, bytes) => {
        received = Buffer.concat([received, bytes]);
        const replies = repliesIn(received);
        const last = replies[asked.length - 1];
        if (last !== undefined) resolve(last);
      },
      close: () => reject(new Error("redis-server hung up")),
      error: (_, error) => reject(error),
    },
  });
  socket.write(asked.map(commandBytes).join(""));
  return promise.finally(() => socket.end());
};

const commandBytes = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;

/** All whole replies at the beginning of these bytes. */
const repliesIn = (bytes: Buffer): readonly string[] => {
  const replies: string[] = [];
  for (let at = 0; ; ) {
    const reply = replyAt(bytes, at);
    if (reply === null) return replies;
    replies.push(reply.text);
    at = reply.end;
  }
};

type Reply = { readonly text: string; readonly end: number };

const replyAt = (bytes: Buffer, at: number): Reply | null => {
  const eol = bytes.indexOf("\r\n", at);
  if (eol < 0) return null;
  const [kind, line, end] = [String.fromCharCode(bytes[at] ?? 0), bytes.toString("utf8", at + 1, eol), eol + 2];
  if (kind === "$" && line !== "-1") {
    const length = Number(line);
    return bytes.length < end + length + 2
      ? null
      : { text: bytes.toString("utf8", end, end + length), end: end + length + 2 };
  }
  return kind === "*" ? listAt(bytes, end, Number(line)) : { text: line, end };
};

const listAt = (bytes: Buffer, from: number, length: number): Reply | null => {
  const texts: string[] = [];
  let end = from;
  while (texts.length < length) {
    const reply = replyAt(bytes, end);
    if (reply === null) return null;
    texts.push(reply.text);
    end = reply.end;
  }
  return { text: texts.join("\n"), end };
};
