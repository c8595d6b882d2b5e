import { expect, test } from "bun:test";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unsound } from "../../cli/exit-codes.ts";
import { pathsUnder } from "../../src/config/paths.ts";
import { createParanoid, type Figures } from "../../src/paranoid/index.ts";
import { startDaemon } from "../support/daemon.ts";
import { stoppedClock } from "../support/exchange.ts";
import { serversAt } from "../support/fault-bench.ts";
import { startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { requestText } from "../support/http-text.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const atRest: Figures = {
  ...{ accepted: 0, ended: 0, refused: 0, inFlight: 0, underWay: 0, watching: 0, heldBytes: 0, waiting: 0 },
  ...{ redactions: 0, openFiles: 20, watchers: 0, bounds: [] },
};

/** One that sees these figures, one after the other, a minute and a half apart. */
const paranoidWith = (broken: string[], figures: readonly Figures[]) => {
  const left = [...figures];
  const clock = stoppedClock();
  return createParanoid((id) => broken.push(id), {
    tick: clock.tick,
    keptWaitingMs: () => 0,
    figures: () => {
      clock.advance(90_000);
      return left.shift() ?? atRest;
    },
  });
};

const answered = (status: number, headers: Readonly<Record<string, string>>): readonly string[] => {
  const broken: string[] = [];
  paranoidWith(broken, []).answered(new Response("", { status, headers }));
  return broken;
};

test("I-11: a refusal of ours has a name out of the list; a vendor's own error needs none", () => {
  expect(answered(502, { "x-proxy-error": "upstream_refused" })).toEqual([]);
  expect(answered(429, { "x-proxy-upstream": "anthropic" })).toEqual([]);
  expect(answered(200, {})).toEqual([]);
  expect(answered(500, {})).toEqual(["I-11"]);
  expect(answered(500, { "x-proxy-error": "toString" })).toEqual(["I-11"]);
});

test("I-08: what is beyond its bound, and files that stay open, are told where the figures are compared", () => {
  const broken: string[] = [];
  const full = { what: "answers in memory", is: 11, most: 10 };
  const paranoid = paranoidWith(broken, [atRest, atRest, { ...atRest, bounds: [full] }, { ...atRest, inFlight: 1 }]);

  for (let look = 0; look < 4; look++) paranoid.compare();

  expect(paranoid.found().violations).toEqual({ "I-08": 1, "I-02": 1 });
  expect(paranoid.total()).toBe(2);
});

test("a daemon of the tests looks on at itself, says so, and its test fails when it has found something", async () => {
  const daemon = await startDaemon();
  await fetch(`${daemon.url}/v1/models`, { headers: { "x-proxy-upstream": "simulator" } });

  const { violations, warnings } = await daemon.control.status({});
  expect(violations).toEqual({});
  expect(warnings).toEqual([]);

  const line = { level: "error", message: "invariant", invariant: "I-03", what: "planted" };
  appendFileSync(join(daemon.home, "logs", "daemon.log"), `${JSON.stringify(line)}\n`);
  await expect(daemon.stop()).rejects.toThrow("I-03 planted");
});

test("I-12: a daemon that saw what must never be says so in status, in its last words, and by its exit code", async () => {
  const vendor = startFaultd();
  const daemon = await startDaemon({
    servers: serversAt(vendor.url),
    preload: join(import.meta.dir, "../support/clock-back.ts"),
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  const [format] = formats as [Format];
  vendor.play(...pausedStream(format, promise));
  const client = await connectRaw(daemon.port);
  client.write(requestText(format, true, daemon.port));
  await client.until("the first event", () => client.text().includes("message_start"));

  daemon.signal("SIGUSR2");
  await until("it has been heard", async () => (await daemon.control.status({})).uptimeMs < 0);
  resolve();
  await client.until("the answer ends", () => client.end() !== null);
  const { violations, warnings } = await daemon.control.status({});

  expect(violations).toEqual({ "I-12": 1 });
  expect(warnings).toEqual(["I-12 was broken once"]);
  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(unsound);
  expect(daemon.logLines().at(-1)).toMatchObject({ level: "error", message: "stopped", violations: 1 });
  const told = JSON.parse(readFileSync(pathsUnder(daemon.home).lastStop, "utf8"));
  expect(told).toMatchObject({ reason: "SIGTERM", violations: 1 });
  await expect(daemon.stop()).rejects.toThrow("I-12");
  vendor.stop();
});

test("nobody looks on unless it was asked for", async () => {
  const daemon = await startDaemon({ env: { PROXY_PARANOID: "0" } });

  expect((await daemon.control.status({})).violations).toBeNull();
  await daemon.stop();
});
