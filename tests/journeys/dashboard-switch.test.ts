import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { bunCommand, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Hashed, idHeader, sendHashed } from "../support/hashed.ts";
import { holdVendor } from "../support/held-vendor.ts";
import { runProgram } from "../support/program.ts";
import type { TestScreen } from "../support/screen.ts";
import { openTui } from "../support/tui.ts";
import { until } from "../support/wait.ts";

const one = holdVendor();
const other = listenSimulator();
const server = (url: string, type: string): string => `  endpoint: ${url}\n  type: ${type}\n`;
/** An address where nobody listens. */
const nobody = (() => {
  const listening = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const url = `http://127.0.0.1:${listening.port}`;
  void listening.stop(true);
  return url;
})();

let daemon: TestDaemon;
beforeAll(async () => {
  const servers = {
    one: server(one.url, "simulator"),
    other: server(other.url, "simulator"),
    down: server(nobody, "simulator"),
  };
  daemon = await startDaemon({
    servers: Object.entries(servers)
      .map(([name, fields]) => `${name}:\n${fields}`)
      .join(""),
    env: { PROXY_TIMESCALE: "1" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await Promise.all([one.stop(), other.stop()]);
});
beforeEach(async () => {
  for (const name of ["other", "one"]) await daemon.control.switchUpstream({ name, force: true, dryRun: false });
});

/** `proxy-cli status`, as another window of the same person shows it. */
const status = async (): Promise<string> => {
  const env = { PATH: process.env["PATH"] ?? "", HOME: daemon.home, PROXY_CLI_HOME: daemon.home, LANG: "C.UTF-8" };
  return (await runProgram([...bunCommand("cli/main.ts"), "status"], env, daemon.home)).out;
};

const leave = async (screen: TestScreen): Promise<void> => {
  screen.type("q");
  expect(await screen.exited).toBe(0);
};

test("X-09 two keys go to the other upstream, one goes back, and the header and status say the same", async () => {
  const screen = await openTui(daemon, { columns: 120, rows: 40 });
  await screen.shows(/> one/);

  screen.type("u");
  await screen.shows(/from +one +to +other/);
  screen.type("\r");
  await screen.shows(/> other[\s\S]*ok one -> other; - goes back/);
  expect(await status()).toMatch(/^> other/);

  screen.type("-");
  await screen.shows(/> one[\s\S]*ok other -> one; - goes back/);
  expect(await status()).toMatch(/^> one/);
  await leave(screen);
});

test("three streams under way end where they began, and what is asked next goes to the other one", async () => {
  const body = (words: number): string =>
    JSON.stringify({
      ...{ model: "claude-sonnet-4-6", max_tokens: 9000, stream: true },
      messages: [{ role: "user", content: `say ${words} words` }],
    });
  const ask = (words: number): Promise<Hashed> => sendHashed(`${daemon.url}/v1/messages`, { body: body(words) });
  const screen = await openTui(daemon);
  const streams = Promise.all([ask(30), ask(30), ask(30)]);
  await until("three streams run", () => one.log.entries().length === 3);

  screen.type("u");
  await screen.shows(/3 streams in flight stay on one until they end/);
  screen.type("\r");
  await screen.shows(/ok one -> other, 3 streams stay; - goes back/);
  const next = await ask(3);
  one.letGo();
  const ended = await streams;

  const at = (vendor: ListeningSimulator): readonly (string | undefined)[] =>
    vendor.log.entries().map(({ headers }) => headers[idHeader]);
  expect(next.headers.get("x-proxy-upstream")).toBe("other");
  expect(at(other)).toContain(next.id);
  for (const stream of ended) {
    expect(stream.headers.get("x-proxy-upstream")).toBe("one");
    expect(at(one)).toContain(stream.id);
    expect(stream.received.toString()).toContain("event: message_stop");
  }
  await leave(screen);
});

test("an upstream that is down is refused in the proxy's own words, and f goes there all the same", async () => {
  const screen = await openTui(daemon);

  screen.type("u");
  await screen.shows(/type to search/);
  screen.type("down");
  await screen.shows(/\[x\] +Upstream "down" cannot be reached/);
  screen.type("\r");
  await screen.shows(/< All the same >/);
  expect((await daemon.control.status({})).upstream).toBe("one");
  screen.type("f");
  await screen.shows(/ok one -> down/);

  expect((await daemon.control.status({})).upstream).toBe("down");
  screen.type("-");
  await screen.shows(/ok down -> one/);
  await leave(screen);
});

test("a test of an upstream shows each step, in words", async () => {
  const screen = await openTui(daemon, { words: ["--view", "upstreams"], columns: 120, rows: 40 });
  await screen.shows(/2 Upstreams/);

  screen.type("u");
  await screen.shows(/type to search/);
  screen.type("\x1b");
  await screen.loses(/type to search/);
  screen.type("\x1b[F\x1b[A");
  await screen.shows(/> {3}down/);
  screen.type("t");

  await screen.shows(/Test of down[\s\S]*\[x\] +connection/);
  screen.type("q");
  await screen.loses(/Test of down/);
  await leave(screen);
});
