import { expect } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FailureCode, OutcomeCode } from "../../src/core/errors.ts";
import { canaries, leaksIn } from "./canary.ts";
import { type DaemonOptions, startDaemon, type TestDaemon } from "./daemon.ts";
import { type Faultd, type Hit, read, type Step, send, startFaultd } from "./faultd.ts";
import { type Format, formats } from "./formats.ts";
import { answerText, requestText } from "./http-text.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";
import { until } from "./wait.ts";

/** What must be true after any fault, beside what the client saw. */
export type Aftermath = {
  readonly outcome: OutcomeCode;
  readonly error?: FailureCode | null;
  /** Requests that reached the vendor; 1 unless told. */
  readonly hits?: number;
  readonly status?: number | null;
  /** Requests since `play` that came before it and ended well. */
  readonly earlier?: number;
};

/** A daemon with every vendor at one fault server, and the five checks that each fault ends with. */
export type FaultBench = {
  readonly daemon: TestDaemon;
  readonly vendor: Faultd;
  /** Sends a request of this format over a connection of its own. */
  readonly ask: (format: Format, stream: boolean, more?: Asking) => Promise<RawClient>;
  /** Plays the script, asks, and waits for the end of the connection. */
  readonly fault: (format: Format, stream: boolean, script: readonly Step[]) => Promise<RawClient>;
  /** The one request that the vendor got. */
  readonly hit: () => Promise<Hit>;
  /**
   * The five of reliability.md 5.0 (the first, what the client sees, is the test's own): hits, one row with its
   * outcome, one log line with the same id and no secret, nothing left open, and the next request succeeds.
   */
  readonly afterwards: (expected: Aftermath) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Asking = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Limits that a busy machine does not reach, in real milliseconds times ten (the timescale is 0.1). */
const patientLimits = {
  "breaker.failures": "0", // each fault is looked at by itself, however often it has come before
  "log.level": "debug", // a line for each request, also those that went well
  "timeouts.connect_ms": "50000",
  "timeouts.first_byte_ms": "150000",
  "timeouts.first_byte_stream_ms": "150000",
  "timeouts.stream_idle_ms": "150000",
  "timeouts.write_stall_ms": "150000",
  "timeouts.linger_ms": "1500",
};

/** For tests that wait until a limit has passed, in the same measure: a second at most. */
export const shortLimits = {
  "timeouts.connect_ms": "5000",
  "timeouts.first_byte_ms": "10000",
  "timeouts.first_byte_stream_ms": "10000",
  "timeouts.stream_idle_ms": "10000",
};

/** Every vendor's upstream at this address. */
export const serversAt = (url: string): string =>
  ["anthropic", "openai", "google", "mistral", "international", "cn"]
    .map((name) => `${name}:\n  endpoint: ${url}\n`)
    .join("");

/** Like a daemon's, with a servers.yaml that knows the fault server's address. */
export type BenchOptions = DaemonOptions & {
  readonly moreServers?: (vendorUrl: string) => string;
  /** Headers that the bench's own requests carry. */
  readonly alwaysSend?: Readonly<Record<string, string>>;
  /** Has the daemon open what stays open, before its open files are counted. */
  readonly opens?: (daemon: TestDaemon, vendor: Faultd) => Promise<void>;
};

/** Starts both; for `beforeAll`. */
export const startBench = async ({
  moreServers = serversAt,
  alwaysSend = {},
  opens = async () => undefined,
  ...options
}: BenchOptions = {}): Promise<FaultBench> => {
  const faultd = startFaultd();
  let playedAt = 0;
  const vendor: Faultd = {
    ...faultd,
    play: (...script) => {
      playedAt = Date.now(); // what was asked before belongs to another test
      faultd.play(...script);
    },
  };
  const daemon = await startDaemon({
    servers: moreServers(vendor.url),
    ...options,
    flags: { ...patientLimits, ...options.flags },
  });

  const ask = async (format: Format, stream: boolean, { headers, body }: Asking = {}): Promise<RawClient> => {
    const client = await connectRaw(daemon.port);
    client.write(requestText(format, stream, daemon.port, { ...alwaysSend, ...headers }, body));
    return client;
  };
  const plainRequest = async (): Promise<void> => {
    const [format] = formats as [Format];
    vendor.play(read("all"), send(answerText(format.answer)));
    const client = await ask(format, false, { headers: { "x-proxy-upstream": format.upstream } });
    await client.until("the next normal request is answered", () => client.message().isDone);
    expect(client.message().startLine).toStartWith("HTTP/1.1 200");
    expect(Buffer.from(client.message().body).toString()).toBe(format.answer);
    await client.until("its connection closes", () => client.end() !== null);
  };
  const quiet = (): Promise<unknown> =>
    until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0);
  await plainRequest();
  await plainRequest(); // the first one opened what stays open: stores, pools
  await quiet();
  await daemon.rows(); // so that the ledger has opened what it keeps open
  await until("the file of sessions is open", () => existsSync(join(daemon.home, "memory.db-shm"))); // half a second later
  await opens(daemon, vendor);
  const filesBefore = daemon.openFiles();

  return {
    daemon,
    vendor,
    ask,
    fault: async (format, stream, script) => {
      vendor.play(...script);
      const client = await ask(format, stream);
      await client.until("the answer ends", () => client.end() !== null);
      return client;
    },
    hit: () => until("the vendor is asked", () => vendor.hits()[0]),
    afterwards: async ({ outcome, error = null, hits = 1, status, earlier = 0 }) => {
      await quiet();
      expect(vendor.hits().length).toBe(hits);
      const rows = (await daemon.rows()).filter((row) => row.startedAt >= playedAt);
      expect(rows.slice(0, earlier).every((row) => row.outcome === "--" && row.error === null)).toBe(true);
      const told = rows.slice(earlier).map((row) => ({ outcome: row.outcome, error: row.error }));
      expect(told).toEqual([{ outcome, error }]);
      if (status !== undefined) expect(rows.at(-1)?.status ?? null).toBe(status);
      const id = rows.at(-1)?.id ?? "";
      const lines = await until("a log line with the request's id", () => {
        const found = daemon.logLines().filter((line) => line["id"] === id);
        return found.length > 0 && found;
      });
      expect(lines.map((line) => line["message"])).toEqual(["request"]);
      expect(leaksIn({ log: JSON.stringify(lines) }, Object.values(canaries))).toEqual([]);
      await plainRequest();
      await quiet();
      // Something may be open for a moment at any time: once is enough.
      await until(`open files back to ${filesBefore}`, () => daemon.openFiles() <= filesBefore).catch(() =>
        expect(daemon.openFiles()).toBeLessThanOrEqual(filesBefore),
      );
    },
    stop: async () => {
      await stopSpotless(daemon, vendor);
    },
  };
};

/** Ends both; the daemon must have told no key to anybody and have had nothing to say. */
export const stopSpotless = async (daemon: TestDaemon, vendor: { readonly stop: () => void }): Promise<void> => {
  const leaks = await daemon.leaks();
  const output = daemon.output();
  await daemon.stop();
  vendor.stop();
  expect(leaks).toEqual([]);
  expect(output).toBe("");
};

/** The value of a header of an answer. */
export const headerOf = (client: RawClient, name: string): string | undefined =>
  client.message().headers.find(([known]) => known.toLowerCase() === name)?.[1];

/** An answer that the proxy made itself: its status, name and id, in the client's own format. */
export const expectRefusal = (client: RawClient, format: Format, status: number, code: FailureCode): void => {
  const { startLine, body, isDone } = client.message();
  expect(startLine).toStartWith(`HTTP/1.1 ${status} `);
  expect(isDone).toBe(true);
  expect(headerOf(client, "x-proxy-error")).toBe(code);
  expect(headerOf(client, "x-proxy-request-id")).toMatch(/^r_[0-9a-z]{8,}$/);
  expect(format.errorIn(Buffer.from(body).toString())).toMatch(/^Upstream "/);
};

/** A stream that broke: these bytes first, then one error event in the client's format, then no clean end. */
export const expectBroken = (client: RawClient, format: Format, sofar: string | Uint8Array, why: RegExp): void => {
  const { startLine, body, isDone } = client.message();
  expect(startLine).toStartWith("HTTP/1.1 200 ");
  const got = Buffer.from(body);
  const sent = Buffer.from(sofar);
  expect(got.subarray(0, sent.length).toString("latin1")).toBe(sent.toString("latin1"));
  expect(format.errorEventIn(got.toString())).toMatch(why);
  expect(isDone).toBe(false);
  expect(client.text()).not.toEndWith("0\r\n\r\n");
};

/** A stream that ended as it should, with exactly these bytes. */
export const expectWhole = (client: RawClient, bytes: string | Uint8Array): void => {
  const { startLine, body, isDone } = client.message();
  expect(startLine).toStartWith("HTTP/1.1 200 ");
  expect(Buffer.from(body).toString("latin1")).toBe(Buffer.from(bytes).toString("latin1"));
  expect(isDone).toBe(true);
};
