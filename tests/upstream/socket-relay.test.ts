import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { Ending } from "../../src/core/outcome.ts";
import type { SocketEnd, SocketMessage } from "../../src/core/socket.ts";
import { SocketRelay } from "../../src/upstream/socket-relay.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { exchangeOf, stoppedClock } from "../support/exchange.ts";

/** An end that keeps what it is told; `takes` says whether it keeps up. */
const recordingEnd = () => {
  const told: string[] = [];
  const end = { takes: true };
  const socket: SocketEnd = {
    send: (message: SocketMessage) => {
      told.push(`send ${message}`);
      return end.takes;
    },
    ping: (data) => void told.push(`ping ${Buffer.from(data)}`),
    close: (code, reason) => void told.push(`close ${code} ${reason}`),
    pause: () => void told.push("pause"),
    resume: () => void told.push("resume"),
  };
  return { told, end, socket };
};

const joined = () => {
  const { relay, client, vendor, ...more } = apart();
  relay.join(client.socket, vendor.socket);
  return { relay, client, vendor, ...more };
};

/** Before the vendor has answered. */
const apart = () => {
  const clock = stoppedClock();
  const watchdog = createWatchdog(clock.tick, 60_000);
  const endings: Ending[] = [];
  const { notes } = exchangeOf("/v1/realtime");
  const relay = new SocketRelay({
    upstream: "there",
    notes,
    limits: { writeStallMs: 1000, socketIdleMs: 5000 },
    watches: { client: watchdog.watch(() => undefined), vendor: watchdog.watch(() => undefined) },
    tick: clock.tick,
    unread: () => null,
    onVendorMessage: () => undefined,
    onEnd: (ending) => void endings.push(ending),
  });
  const client = recordingEnd();
  const vendor = recordingEnd();
  const later = (ms: number): void => {
    clock.advance(ms);
    watchdog.sweep();
  };
  return { relay, client, vendor, endings, notes, later, watching: watchdog.watching };
};

test("messages, pings and the close code go through, and are counted", () => {
  const { relay, client, vendor, endings, notes, watching } = joined();

  relay.fromClient.message("hé");
  relay.fromClient.ping(Buffer.from("?"));
  relay.fromVendor.message(Buffer.from("123456"));
  relay.fromVendor.closed(4000, "over");
  relay.fromClient.closed(4000, "over");

  expect(vendor.told).toEqual(["send hé", "ping ?"]);
  expect(client.told).toEqual(["send 123456", "resume", "close 4000 over"]);
  expect(notes).toMatchObject({ bytesIn: 3, bytesOut: 6 });
  expect(endings).toEqual([{ code: "--", status: 101, error: null }]);
  expect(watching()).toBe(0);
});

test("an end that does not keep up makes the other one wait until it does", () => {
  const { relay, client, vendor, endings, later } = joined();

  client.end.takes = false;
  relay.fromVendor.message("a");
  relay.fromVendor.message("b");
  later(900);
  relay.fromClient.drained();
  later(900);

  expect(vendor.told).toEqual(["pause", "resume"]);
  expect(endings).toEqual([]);
});

test("an end that never keeps up again is let go, also while the other one talks", () => {
  const { relay, client, vendor, endings, later } = joined();

  vendor.end.takes = false;
  relay.fromClient.message("a");
  later(600);
  relay.fromVendor.message("still here");
  later(400);
  later(100);

  expect(endings).toEqual([{ code: "sD", status: 101, error: "upstream_stalled" }]);
  expect(client.told.at(-1)).toStartWith("close 1001 ");
  expect(vendor.told.at(-1)).toStartWith("close 1001 ");
});

test("a conversation that has fallen silent on both sides ends", () => {
  const { relay, endings, later } = joined();

  later(4000);
  relay.fromVendor.message("a");
  later(4000);
  expect(endings).toEqual([]);
  later(1000);

  expect(endings).toEqual([{ code: "cD", status: 101, error: "websocket_idle" }]);
});

test("while the daemon stops, a conversation may go on, but not fall silent", () => {
  const { relay, client, endings, later } = joined();

  relay.fromVendor.message("word");
  relay.drain();
  later(900);
  relay.fromVendor.message("by word");
  later(900);
  expect(endings).toEqual([]);
  later(200);

  expect(endings).toEqual([{ code: "PD", status: 101, error: "proxy_shutdown" }]);
  expect(client.told.at(-1)).toStartWith("close 1001 ");
});

test("it can be broken off once", () => {
  const { relay, endings } = joined();

  relay.breakOff(new ProxyError("proxy_shutdown", "Stopped."));
  relay.breakOff(new ProxyError("internal", "Again."));

  expect(endings).toEqual([{ code: "PD", status: 101, error: "proxy_shutdown" }]);
});

test("whose end breaks is who is booked", () => {
  const left = joined();
  left.relay.fromClient.closed(null, "");
  const cut = joined();
  cut.relay.fromVendor.closed(null, "");

  expect(left.endings).toMatchObject([{ code: "CD", error: "client_left" }]);
  expect(left.vendor.told.at(-1)).toStartWith("close 1001 ");
  expect(cut.endings).toMatchObject([{ code: "SD", error: "upstream_cut" }]);
  expect(cut.client.told.at(-1)).toStartWith("close 1011 ");
});

test("D-13: what has not begun when the daemon stops cannot fall silent, and ends as a request, not as a conversation", () => {
  const { relay, client, vendor, endings, later } = apart();

  relay.drain();
  later(3000);
  relay.breakOff(new ProxyError("proxy_shutdown", "Stopped."));
  expect(endings).toEqual([]);
  relay.join(client.socket, vendor.socket);
  relay.fromVendor.message("word");
  expect(client.told).toEqual(["send word"]);
  later(1000);

  expect(endings).toEqual([{ code: "PD", status: 101, error: "proxy_shutdown" }]);
});
