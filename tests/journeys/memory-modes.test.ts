import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import type { JsonObject } from "../../src/lib/json.ts";
import { tokenStore } from "../../src/state/tokens.ts";
import { bunCommand, newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { runProgram } from "../support/program.ts";
import { until } from "../support/wait.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A vendor that keeps what it is sent, byte for byte, and always says the same. */
const vendor = () => {
  const bodies: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      bodies.push(await request.text());
      return Response.json({
        ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5", stop_reason: "end_turn" },
        ...{ content: [{ type: "text", text: "fine" }], usage: { input_tokens: 10, output_tokens: 2 } },
      });
    },
  });
  ends.push(() => server.stop(true));
  return { bodies, servers: `mine:\n  endpoint: http://127.0.0.1:${server.port}\n  type: anthropic\n` };
};

const started = async (options: Parameters<typeof startDaemon>[0]): Promise<TestDaemon> => {
  const daemon = await startDaemon(options);
  ends.push(() => daemon.stop());
  return daemon;
};

/** Ends it and leaves its home to the next one. */
const ended = async (daemon: TestDaemon): Promise<void> => {
  daemon.signal("SIGTERM");
  await daemon.exited;
};

/** A tool's colourful output: every mode that edits has something to leave out of it. */
const turn = (at: number): readonly JsonObject[] => [
  { role: "assistant", content: [{ type: "tool_use", id: `t${at}`, name: "Bash", input: { command: `run ${at}` } }] },
  {
    role: "user",
    content: [
      {
        type: "tool_result",
        tool_use_id: `t${at}`,
        content: `\u001b[32mok\u001b[0m case ${at} \u001b[1mfine\u001b[0m\n`.repeat(90),
      },
    ],
  },
];

const conversation = (turns: number): readonly JsonObject[] => [
  { role: "user", content: "Run the tests." },
  ...Array.from({ length: turns }, (_, at) => turn(at)).flat(),
];

const send = async (daemon: TestDaemon, turns: number, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-api-key": "sk-ant-one",
      "anthropic-version": "2023-06-01",
      ...headers,
    },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages: conversation(turns) }),
  });
  const text = await answer.text();
  await until("it has ended", async () => (await daemon.control.status({})).inFlight === 0);
  return { status: answer.status, text, id: answer.headers.get("x-proxy-request-id") ?? "" };
};

const isColoured = (body: string | undefined): boolean =>
  JSON.stringify((JSON.parse(body ?? "") as { messages: readonly unknown[] }).messages.at(-1)).includes("u001b");

/** Everything up to the end of the list of messages. */
const prefixOf = (body: string | undefined): string => String(body).slice(0, String(body).lastIndexOf("]"));

const cli = (home: string, words: readonly string[]) =>
  runProgram(
    [...bunCommand("cli/main.ts"), ...words],
    { PATH: process.env["PATH"] ?? "", HOME: home, PROXY_CLI_HOME: home },
    home,
  );

test("V5: off, balanced, off, aggressive, each after a restart: what was sent stays as it was sent, byte for byte", async () => {
  const { bodies, servers } = vendor();
  const home = newHome();
  for (const [at, mode] of ["off", "balanced", "off", "aggressive", "shadow"].entries()) {
    const daemon = await startDaemon({ home, servers, flags: { upstream: "mine", "memory.mode": mode } });
    expect((await send(daemon, at + 1)).status).toBe(200);
    await ended(daemon);
  }

  expect(bodies.map(isColoured)).toEqual([true, false, true, false, true]);
  for (const [at, body] of bodies.entries()) if (at > 0) expect(body).toStartWith(prefixOf(bodies[at - 1]));
});

test("V5: the kill switch: config --set memory.mode off counts from the next request on, and what was left out stays out", async () => {
  const { bodies, servers } = vendor();
  const home = newHome();
  await Bun.write(join(home, "config.yaml"), "upstream: mine\nmemory:\n  mode: balanced\n");
  const daemon = await started({ home, servers });
  await send(daemon, 1, { "x-proxy-memory": "lossless" });

  const set = await cli(home, ["config", "--set", "memory.mode", "off"]);
  await send(daemon, 2, { "x-proxy-memory": "aggressive" });

  expect([set.code, set.err]).toEqual([0, ""]);
  expect(bodies.map(isColoured)).toEqual([false, true]);
  expect(bodies[1]).toStartWith(prefixOf(bodies[0]));
  expect((await daemon.control.status({})).memory).toMatchObject({ mode: "off", sessions: 0 });
  expect((await cli(home, ["status"])).out).toContain("memory");
});

test("V5: a session is treated by itself, also after a restart; why says who said so", async () => {
  const { bodies, servers } = vendor();
  const home = newHome();
  const first = await startDaemon({ home, servers, flags: { upstream: "mine" } });
  await send(first, 1, { "x-proxy-session": "mine" });
  const id = String((await first.control.recent({ limit: 1 }))[0]?.session);
  const on = await cli(home, ["sessions", "compress", id, "on"]);
  const { id: request } = await send(first, 2, { "x-proxy-session": "mine" });
  const why = await cli(home, ["why", request]);
  await ended(first);

  const again = await started({ home, servers, flags: { upstream: "mine" } });
  await send(again, 3, { "x-proxy-session": "mine" });
  await send(again, 1, { "x-proxy-session": "other" });
  const back = await cli(home, ["sessions", "compress", id, "default"]);
  await send(again, 4, { "x-proxy-session": "mine" });

  expect([on.out, on.code]).toEqual([expect.stringContaining(`${id}: balanced from its next request on`), 0]);
  expect(why.out).toContain("memory     balanced, by proxy-cli sessions compress");
  expect(back.out).toContain("like all others again: shadow");
  expect(bodies.map(isColoured)).toEqual([true, false, false, true, true]);
});

test("V5: a rule and an upstream have a say, and a header of a program on this computer has a stronger one", async () => {
  const { bodies, servers } = vendor();
  const home = newHome();
  const rule = "routes:\n  - {name: tests, when: {client: tester*}, to: {memory: lossless}}\n";
  await Bun.write(join(home, "config.yaml"), `upstream: mine\n${rule}`);
  const daemon = await started({ home, servers: `${servers}  memory: balanced\n` });
  const said: string[] = [];
  for (const headers of [{}, { "user-agent": "tester/1" }, { "x-proxy-memory": "off" }]) {
    const { id } = await send(daemon, 1, { ...headers, "x-proxy-session": JSON.stringify(headers).length.toString() });
    said.push((await cli(home, ["why", id])).out.split("\n").find((line) => line.startsWith("memory")) ?? "");
  }

  expect(said).toEqual([
    "memory     balanced, by upstream mine",
    "memory     lossless, by routes[0] tests",
    "memory     off, by x-proxy-memory",
  ]);
  expect(isColoured(bodies[0])).toBe(false);
});

test("X-03: words that are no mode are refused with what is possible: header, session, start, setting", async () => {
  const { servers } = vendor();
  const home = newHome();
  const daemon = await started({ home, servers, flags: { upstream: "mine" } });

  const header = await send(daemon, 1, { "x-proxy-memory": "balnced" });
  const session = await cli(home, ["sessions", "compress", "s_1a2b3c4d5e6f", "balancd"]);
  const start = await cli(home, ["start", "--memory", "agressive"]);
  const setting = await cli(home, ["config", "--set", "memory.mode", "loss"]);
  const unknown = await cli(home, ["sessions", "compress", "s_1a2b3c4d5e6f", "off"]);

  expect(header.status).toBe(400);
  expect(header.text).toContain("off, shadow, lossless, balanced, aggressive");
  expect(session).toMatchObject({ code: 2, err: expect.stringContaining("sessions compress s_1a2b3c4d5e6f balanced") });
  expect([setting.code, setting.err]).not.toEqual([0, ""]);
  expect(setting.err).toContain("must be one of off, shadow, lossless, balanced, aggressive");
  expect(start.code === 2 || start.out.includes("already running")).toBe(true);
  expect(unknown).toMatchObject({ code: 66, err: expect.stringContaining("proxy-cli sessions") });
});

test("V5: where other machines can reach the proxy, what a program says of the mode counts for nothing", async () => {
  const { bodies, servers } = vendor();
  const home = newHome();
  const { token } = tokenStore(join(home, "tokens.json"), Date.now).create("office", null);
  const exposed = { "server.host": "0.0.0.0", "server.expose": "true" };
  const daemon = await started({ home, servers, flags: { upstream: "mine", ...exposed } });
  const said = { "x-proxy-token": token, "x-proxy-memory": "aggressive" };
  const { status, id } = await send(daemon, 1, said);

  expect([status, bodies.map(isColoured)]).toEqual([200, [true]]);
  expect(bodies[0]).not.toContain("left out");
  expect((await cli(home, ["why", id])).out).not.toContain("x-proxy-memory");
});

test("V5: learning picks a way for each new conversation and keeps to it; what came of it can be looked at and forgotten", async () => {
  const { servers } = vendor();
  const home = newHome();
  const config = "upstream: mine\nmemory:\n  learning: on\n  reward_profile: QUALITY\n";
  await Bun.write(join(home, "config.yaml"), config);
  const daemon = await started({ home, servers: `${servers}  prices_of: anthropic\n` });
  const policy = async () => JSON.parse((await cli(home, ["memory", "policy", "--json"])).out);
  const said = async (turns: number) => {
    const { id } = await send(daemon, turns, { "x-proxy-session": "mine" });
    return (await cli(home, ["why", id])).out.split("\n").find((line) => line.startsWith("memory"));
  };
  const [first, ...later] = [await said(1), await said(2), await said(3)];

  expect(first).toMatch(/by memory\.learning \((?:lossless|live)\)$/);
  expect(new Set(later)).toEqual(new Set([first]));
  expect(await policy()).toMatchObject({ running: true, is_on: true, profile: "QUALITY", open: 1, projects: [] });

  const session = String((await daemon.control.recent({ limit: 1 }))[0]?.session);
  expect(await daemon.control.endSession({ id: session })).toEqual({ ended: true });
  await until("it is learned from", async () => (await policy()).projects.length === 1);
  expect((await policy()).projects[0].arms).toMatchObject([{ sessions: 1, regret: 0 }]);
  expect((await cli(home, ["memory", "policy"])).out).toContain("on, QUALITY: lossless, live");
  expect((await cli(home, ["memory", "policy", "reset", "--yes"])).out).toContain("forgotten: 1 project");
  expect((await policy()).projects).toEqual([]);
});
