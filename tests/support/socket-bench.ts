import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { canaries } from "./canary.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "./daemon.ts";
import { serversAt, stopSpotless } from "./fault-bench.ts";
import { openSocketTo, type SocketClient } from "./socket-client.ts";
import { type SocketVendor, startSocketVendor, type VendorSocket } from "./socket-vendor.ts";
import { until } from "./wait.ts";

/** A daemon whose vendors all speak WebSocket, and short ways to both ends. */
export type SocketBench = {
  readonly vendor: SocketVendor;
  readonly daemon: TestDaemon;
  /** Asks for a realtime session; with a key of OpenAI's unless told. */
  readonly open: (headers?: Readonly<Record<string, string>>, protocols?: readonly string[]) => Promise<SocketClient>;
  /** The one socket that the vendor has. */
  readonly theirs: () => Promise<VendorSocket>;
  readonly quiet: () => Promise<unknown>;
  /** The row of the one request since then, when nothing is in flight. */
  readonly rowSince: (start: number) => Promise<LedgerRow>;
  readonly rssBytes: () => number;
  /** What each test begins with: a vendor that agrees and echoes. */
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
};

/** A key of OpenAI's, as its clients show it. */
export const openaiKey: Readonly<Record<string, string>> = { authorization: `Bearer ${canaries.openai}` };

/** Where a realtime session begins. */
export const realtime = "/v1/realtime?model=gpt-realtime";

/** Starts both; for `beforeAll`. */
export const startSocketBench = async (flags: Readonly<Record<string, string>> = {}): Promise<SocketBench> => {
  const vendor = startSocketVendor();
  const daemon = await startDaemon({
    servers: `${serversAt(vendor.url)}ours:\n  type: openai\n  endpoint: ${vendor.url}\n  api_key: ${canaries.held}\n`,
    flags: { "timeouts.write_stall_ms": "10000", "log.level": "debug", ...flags },
  });
  const quiet = () => until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0, 15_000);
  return {
    vendor,
    daemon,
    open: (headers = openaiKey, protocols = []) => openSocketTo(daemon.url + realtime, headers, protocols),
    theirs: () => until("the vendor has a socket", () => vendor.sockets()[0]),
    quiet,
    rowSince: async (start) => {
      await quiet();
      const rows = (await daemon.rows()).filter(({ startedAt }) => startedAt >= start);
      expect(rows.length).toBe(1);
      return rows[0] as LedgerRow; // just counted
    },
    rssBytes: () => Number(readFileSync(`/proc/${daemon.pid}/statm`, "utf8").split(" ")[1]) * 4096,
    reset: () => {
      vendor.answer(() => ({}));
      vendor.onMessage((socket, message) => void socket.send(message));
    },
    stop: async () => {
      await stopSpotless(daemon, vendor);
    },
  };
};
