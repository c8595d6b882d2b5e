import { afterAll, beforeAll, expect, test } from "bun:test";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Hashed, sendHashed } from "../support/hashed.ts";

const lastsMs = 60_000;
const leastSwitches = 100;
const everyMs = 100;
const lanes = 24;
const streams = 200;

const vendors: Readonly<Record<"one" | "other", ListeningSimulator>> = {
  one: listenSimulator({ chunkDelayMs: 20 }),
  other: listenSimulator({ chunkDelayMs: 20 }),
};
let daemon: TestDaemon;
beforeAll(async () => {
  const servers = Object.entries(vendors).map(([name, { url }]) => `${name}:\n  endpoint: ${url}\n  type: simulator\n`);
  const flags = { "limits.max_lateness_ms": "0" }; // full load, and nobody is to be turned away for it
  daemon = await startDaemon({
    servers: servers.join(""),
    flags,
    env: { PROXY_UPSTREAM: "one", PROXY_TIMESCALE: "1" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await Promise.all(Object.values(vendors).map((vendor) => vendor.stop()));
});

/** What is kept of an answer: where it came from, and what is wrong with it. */
type Seen = { readonly id: string; readonly upstream: string; readonly trouble: string | null };

const seenIn = ({ status, headers, received }: Hashed, end: string): Seen => {
  const last = received.subarray(-200).toString();
  return {
    id: headers.get("x-proxy-request-id") ?? "",
    upstream: headers.get("x-proxy-upstream") ?? "",
    trouble: status === 200 && last.includes(end) ? null : `${status} ${last}`,
  };
};

const ask = async (path: string, body: Readonly<Record<string, unknown>>, end: string): Promise<Seen> => {
  const sent = sendHashed(`${daemon.url}${path}`, { body: JSON.stringify(body) });
  return sent.then(
    (answer) => seenIn(answer, end),
    (thrown: unknown) => ({ id: "", upstream: "", trouble: String(thrown) }),
  );
};
const whole = (): Promise<Seen> =>
  ask("/v1/chat/completions", { model: "gpt-4o", messages: [{ role: "user", content: "echo: hi" }] }, "}");
const streamed = (): Promise<Seen> => {
  const messages = [{ role: "user", content: "say 200 words" }];
  const body = { model: "claude-sonnet-4-6", max_tokens: 9000, stream: true, messages };
  return ask("/v1/messages", body, "event: message_stop");
};

test("W-01: a minute of switches every 100 ms under full load and 200 streams, and no client sees an error", async () => {
  const seen: Seen[] = [];
  const beganAt = performance.now();
  let switches = 0;
  const isOver = (): boolean => performance.now() - beganAt >= lastsMs && switches > leastSwitches;
  const lane = async (one: () => Promise<Seen>): Promise<void> => {
    while (!isOver()) seen.push(await one());
  };
  const running = Promise.all([
    ...Array.from({ length: lanes }, () => lane(whole)),
    ...Array.from({ length: streams }, () => lane(streamed)),
  ]);

  while (!isOver()) {
    await daemon.control.switchUpstream({ name: switches++ % 2 === 0 ? "other" : "one", force: true, dryRun: false });
    await Bun.sleep(everyMs); // the pace of the switches is what is tested
  }
  const tookMs = performance.now() - beganAt;
  await running;

  const rows = new Map((await daemon.rows()).map((row) => [row.id, row]));
  const { tally, inFlight, violations } = await daemon.control.status({});
  const perSecond = Math.round(seen.length / (tookMs / 1000));
  const troubles = seen.flatMap(({ trouble }) => trouble ?? []);
  console.log(`W-01: ${seen.length} answers (${perSecond} a second), ${switches} switches, ${troubles.length} errors`);
  expect(troubles.slice(0, 5)).toEqual([]);
  const elsewhere = seen.filter(({ id, upstream }) => rows.get(id)?.upstream !== upstream);
  expect(elsewhere.slice(0, 5)).toEqual([]);
  for (const name of ["one", "other"])
    expect(seen.filter(({ upstream }) => upstream === name).length).toBeGreaterThan(seen.length / 10);
  expect([tally.accepted, tally.ended, inFlight, rows.size]).toEqual([seen.length, seen.length, 0, seen.length]);
  expect(violations).toEqual({});
}, 600_000);
