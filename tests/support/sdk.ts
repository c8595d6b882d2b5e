import { expect } from "bun:test";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "./daemon.ts";

/** Two vendors that are the same to the byte, one asked directly and one through a real daemon. */
export type Twins = {
  /**
   * Makes a call at both and fails unless all that came of it is the same, and unless both vendors were sent the same
   * requests. Gives what came: `value`, or the error as `thrown`.
   */
  readonly both: (call: (url: string) => Promise<unknown>) => Promise<Came>;
  readonly daemon: TestDaemon;
  readonly stop: () => Promise<void>;
};

/** What came of a call. */
export type Came = { readonly value: unknown; readonly thrown: Readonly<Record<string, unknown>> | null };

/** A clock that stands still: the same request as the same number then gets the same ids, times and headers. */
const now = () => 1_800_000_000_000;

/** Starts both, and the daemon between. */
export const startTwins = async (): Promise<Twins> => {
  const direct = listenSimulator({ now });
  const behind = listenSimulator({ now });
  const daemon = await startDaemon({
    servers: `vendor:\n  endpoint: ${behind.url}\n  type: simulator\n`,
    flags: { upstream: "vendor" },
    env: { PROXY_TIMESCALE: "1" },
  });
  return {
    daemon,
    both: async (call) => {
      const one = await cameOf(call, direct.url);
      const other = await cameOf(call, daemon.url);
      await Promise.all([direct.log.idle(), behind.log.idle()]);
      const sent = { direct: sentTo(direct), behind: sentTo(behind) };
      for (const vendor of [direct, behind]) vendor.log.clear();
      expect(other).toEqual(one);
      expect(sent.behind).toEqual(sent.direct);
      return one;
    },
    stop: async () => {
      await daemon.stop();
      await Promise.all([direct.stop(), behind.stop()]);
    },
  };
};

const cameOf = async (call: (url: string) => Promise<unknown>, url: string): Promise<Came> => {
  try {
    return { value: plain(await call(url), url), thrown: null };
  } catch (thrown) {
    return { value: null, thrown: plain(thrown, url) as Came["thrown"] }; // an Error becomes an object
  }
};

/** The requests that a vendor has been sent, with every header that is the client's. */
const sentTo = ({ log }: ListeningSimulator) =>
  log.entries().map(({ method, path, requestSha256, answerSha256, status, headers }) => ({
    method,
    path,
    requestSha256,
    answerSha256,
    status,
    headers: without(Object.entries(headers), addedOnTheWay),
  }));

/** The connection's own; the mark by which a proxy sees itself again; no compression where a stream is read; no cookie. */
const addedOnTheWay = ["host", "connection", "x-proxy-hop", "accept-encoding", "cookie"];

/** What may differ: the moment, the connection, and what the proxy says of itself. */
const mayDiffer = [
  ...["date", "connection", "keep-alive", "transfer-encoding"],
  ...["x-proxy-request-id", "x-proxy-upstream", "x-proxy-stats", "x-proxy-decision"],
];

/** A value as plain data, so that two can be compared: errors with their class and every field, headers by name. */
const plain = (value: unknown, url: string, depth = 0): unknown => {
  if (typeof value === "string") return value.replaceAll(url, "<base>");
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  if (depth > 12) return "deep";
  if (value instanceof Headers) return without([...value], mayDiffer);
  if (value instanceof Request) return value.method;
  if (value instanceof Response) return { status: value.status, headers: plain(value.headers, url) };
  if (Array.isArray(value)) return value.map((item) => plain(item, url, depth + 1));
  const fields = Object.entries(value).filter(([name]) => name !== "stack" && !mayDiffer.includes(name));
  const own = Object.fromEntries(fields.map(([name, field]) => [name, plain(field, url, depth + 1)]));
  if (!(value instanceof Error)) return own;
  return { ...own, class: value.constructor.name, message: plain(value.message, url) };
};

const without = (entries: Iterable<readonly [string, unknown]>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries([...entries].filter(([name]) => !names.includes(name)));

/** Reads a stream to its end; an error inside it is thrown after the chunks have been counted into the message. */
export const collected = async <T>(stream: AsyncIterable<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
};
