import { Database } from "bun:sqlite";
import { afterEach, expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/lib/json.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { samplesIn } from "../support/prometheus.ts";
import { until } from "../support/wait.ts";

let daemons: TestDaemon[] = [];
afterEach(async () => {
  for (const daemon of daemons.splice(0)) await daemon.stop();
  daemons = [];
});

const started = async (home: string, flags: Readonly<Record<string, string>> = {}): Promise<TestDaemon> => {
  const daemon = await startDaemon({ home, flags: { upstream: "simulator", ...flags } });
  daemons.push(daemon);
  return daemon;
};

const user = (content: string): JsonObject => ({ role: "user", content });
const answer: JsonObject = { role: "assistant", content: "fine" };

/** Sends it, and gives the session that it came to. */
const say = async (
  { url, control }: TestDaemon,
  messages: readonly JsonObject[],
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: {
      "x-api-key": "sk-ant-simulated-key-0000",
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify({ model: "claude-sonnet-4-6", max_tokens: 50, messages }),
  });
  expect([response.status, await response.text()]).toMatchObject([200, expect.any(String)]);
  await until("it has ended", async () => (await control.status({})).inFlight === 0);
  return (await control.recent({ limit: 1 }))[0];
};

const keptIn = (home: string): number => {
  try {
    const database = new Database(join(home, "memory.db"), { readonly: true });
    const { count } = database.query("SELECT count(*) AS count FROM sessions").get() as { count: number };
    database.close();
    return count;
  } catch {
    return 0;
  }
};

const troublesOf = (daemon: TestDaemon): string =>
  daemon
    .logLines()
    .flatMap(({ message, what }) => (message === "sessions" ? String(what) : []))
    .join("\n");

test("C6, C7: /health and /metrics say the same of sessions, as JSON and to Prometheus; sessions.max bounds them", async () => {
  const daemon = await started(newHome(), { "sessions.max": "2" });
  await say(daemon, [user("one")]);
  await say(daemon, [user("one"), answer, user("two")]);
  await say(daemon, [user("other")]);
  await say(daemon, [user("named")], { "x-session-id": "a-name" });

  const health = (await (await fetch(`${daemon.url}/health`)).json()) as { stats: object };
  const metrics = (await (await fetch(`${daemon.url}/metrics`)).json()) as {
    active_sessions: number;
    sessions: object;
  };
  const text = await (await fetch(`${daemon.url}/metrics?format=prometheus`)).text();
  const sampled = (name: string, labels: object = {}): number | undefined =>
    samplesIn(text, "prometheus").find(
      (sample) => sample.name === `proxy_cli_${name}` && Bun.deepEquals(sample.labels, labels),
    )?.value;

  expect(health.stats).toMatchObject({ active_sessions: 2 });
  expect(metrics).toMatchObject({ active_sessions: 2 });
  expect(metrics.sessions).toMatchObject({
    ...{ active_sessions: 2, sessions_created: 3, sessions_expired: 1, cache_hits: 1, cache_misses: 3 },
    joined: { new: 2, continued: 1, explicit: 1, forked: 0, compacted: 0 },
  });
  expect(["sessions_active", "sessions_created_total", "sessions_expired_total"].map((name) => sampled(name))).toEqual([
    2, 3, 1,
  ]);
  expect(sampled("session_lookups_total", { result: "hit" })).toBe(1);
  expect(sampled("session_requests_total", { joined: "explicit" })).toBe(1);
});

test("V4: after a kill the next daemon goes on with the conversations of the last one", async () => {
  const home = newHome();
  const killed = await started(home);
  const before = await say(killed, [user("one")]);
  const named = await say(killed, [user("hi")], { "x-claude-code-session-id": "5e8f" });
  await until("both are written", () => keptIn(home) === 2);
  killed.signal("SIGKILL");
  await killed.exited;

  const next = await started(home);
  const after = await say(next, [user("one"), answer, user("two")]);
  const { session } = await next.control.statusline({ toolSession: "5e8f" });

  expect(after).toMatchObject({ session: before?.session, turn: 2 });
  expect(session).toMatchObject({ id: named?.session, requests: 1 });
});

test("V4: a file of sessions that is damaged is moved aside and told, and traffic goes on", async () => {
  const home = newHome();
  writeFileSync(join(home, "memory.db"), "this is no database. ".repeat(500), { mode: 0o600 });
  const daemon = await started(home);
  await say(daemon, [user("one")]);
  const second = await say(daemon, [user("one"), answer, user("two")]);

  await until("the new file is written", () => keptIn(home) === 1);
  expect(second).toMatchObject({ turn: 2 });
  expect(troublesOf(daemon)).toContain("was damaged");
  expect(readdirSync(home).filter((name) => name.startsWith("memory.db.corrupt-"))).toHaveLength(1);
});

test("V4: a file of sessions that a newer version has written is left as it is and told, and traffic goes on", async () => {
  const home = newHome();
  const database = new Database(join(home, "memory.db"), { create: true });
  database.run("PRAGMA user_version = 99");
  database.close();
  const daemon = await started(home);
  await say(daemon, [user("one")]);
  const second = await say(daemon, [user("one"), answer, user("two")]);

  await until("it is told", () => troublesOf(daemon).includes("newer version"));
  expect(second).toMatchObject({ turn: 2 });
  const kept = new Database(join(home, "memory.db"), { readonly: true });
  expect(kept.query("PRAGMA user_version").get()).toEqual({ user_version: 99 });
  kept.close();
});
