import { expect, test } from "bun:test";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import { pause } from "../../src/upstream/pause.ts";
import type { UnderWay } from "../../src/upstream/relay.ts";
import { exchangeOf } from "../support/exchange.ts";

const day = 86_400_000;

const pausing = (waitMs: number) => {
  const leave = new AbortController();
  const request = new Request("http://127.0.0.1/v1/messages", { method: "POST", signal: leave.signal });
  const underWay = new Set<UnderWay>();
  const waiting = pause({ ...exchangeOf("/v1/messages"), request }, waitMs, underWay).then(
    () => "over",
    (thrown: unknown) => asProxyError(thrown).code,
  );
  return { leave, underWay, waiting };
};

test("a pause is over after its time", async () => {
  const { waiting, underWay } = pausing(1);

  expect(await waiting).toBe("over");
  expect(underWay.size).toBe(0);
});

test("a client that leaves ends it at once", async () => {
  const { leave, waiting, underWay } = pausing(day);
  leave.abort();

  expect(await waiting).toBe("client_left");
  expect(underWay.size).toBe(0);
});

test("and so does a daemon that stops", async () => {
  const { waiting, underWay } = pausing(day);
  for (const one of underWay) one.breakOff(new ProxyError("proxy_shutdown", "It stops."));

  expect(await waiting).toBe("proxy_shutdown");
  expect(underWay.size).toBe(0);
});
