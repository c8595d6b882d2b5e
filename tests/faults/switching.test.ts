import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, connectTo } from "../../src/control/client.ts";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Hashed, notedBy, sendHashed } from "../support/hashed.ts";
import { type HeldVendor, holdVendor } from "../support/held-vendor.ts";
import { until } from "../support/wait.ts";

let one: HeldVendor;
let other: ListeningSimulator;
let daemon: TestDaemon;
const upstream = (name: string, { url }: ListeningSimulator): string =>
  `${name}:\n  endpoint: ${url}\n  type: simulator\n`;
beforeEach(async () => {
  one = holdVendor();
  other = listenSimulator();
  daemon = await startDaemon({
    servers: upstream("one", one) + upstream("other", other),
    flags: { "config.watch": "false" },
    env: { PROXY_TIMESCALE: "1" },
  });
});
afterEach(async () => {
  await daemon.stop();
  await Promise.all([one.stop(), other.stop()]);
});

const switchTo = (name: string, control: Client = daemon.control) =>
  control.switchUpstream({ name, force: true, dryRun: false });
const stream = (words: number): Promise<Hashed> =>
  sendHashed(`${daemon.url}/v1/messages`, {
    body: JSON.stringify({
      model: "claude-sonnet-4-6",
      max_tokens: 9000,
      stream: true,
      messages: [{ role: "user", content: `say ${words} words` }],
    }),
  });

test("W-04: an upstream that is removed under fifty answers lets them end; what comes new goes to the next", async () => {
  await switchTo("one");
  const running = Array.from({ length: 50 }, () => stream(120));
  await until("fifty run", () => one.log.entries().length === 50);

  writeFileSync(join(daemon.home, "servers.yaml"), upstream("other", other), { mode: 0o600 });
  await daemon.control.reload({} as never);
  const during = await daemon.control.status({});
  await switchTo("other");
  const next = await stream(3);
  one.letGo();

  expect(during.draining).toBe(50);
  expect(next.headers.get("x-proxy-upstream")).toBe("other");
  for (const answer of await Promise.all(running)) {
    expect(answer.headers.get("x-proxy-upstream")).toBe("one");
    expect(answer.received.toString()).toContain("event: message_stop");
    expect((await notedBy(one, answer.id)).ending).not.toBeNull();
  }
  expect((await daemon.control.status({})).draining).toBe(0);
  expect((await daemon.rows()).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 51 }, () => "--"));
}, 60_000);

test("W-05: three clients switch at once: the last one wins, and every watcher sees the same", async () => {
  await switchTo("one");
  const socket = join(daemon.home, "daemon.sock");
  const ends = new AbortController();
  const seen = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const switches: string[] = [];
      const watch = connectTo(socket).watch(ends.signal);
      await watch.next(); // the snapshot: from here on nothing is missed
      void (async () => {
        for await (const message of watch) {
          if (message.type === "upstream-switched") switches.push(`${message.from}>${message.to}`);
        }
      })().catch(() => undefined);
      return switches;
    }),
  );

  const names = ["other", "simulator", "one"];
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, round) =>
      Promise.all(names.map((_name, at) => switchTo(names[(at + round) % 3] ?? "one", connectTo(socket)))),
    ),
  );
  const { upstream: last } = await daemon.control.status({});
  const changes = results.flat().filter(({ changed }) => changed);
  await until("all watchers have seen all switches", () => seen.every(({ length }) => length === changes.length));
  ends.abort();

  for (const switches of seen) {
    expect(switches).toEqual(seen[0] ?? []);
    expect(switches.at(-1)).toEndWith(`>${last}`);
    for (const [at, text] of switches.entries()) {
      if (at > 0) expect(text.split(">")[0]).toBe(switches[at - 1]?.split(">")[1] ?? "");
    }
  }
  expect(new Set(changes.map(({ from, to }) => `${from}>${to}`)).size).toBeGreaterThan(0);
  one.letGo();
  expect((await stream(1)).headers.get("x-proxy-upstream")).toBe(last);
}, 60_000);
