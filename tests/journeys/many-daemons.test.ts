import { afterEach, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/lib/json.ts";
import { bunCommand, type DaemonOptions, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { patientStore, startMany, storeIs } from "../support/many-daemons.ts";
import { runProgram } from "../support/program.ts";
import { hasRedis, type RedisServer, startRedis } from "../support/redis-server.ts";
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
  const at = `\n  endpoint: http://127.0.0.1:${server.port}\n  type: anthropic\n`;
  return { bodies, servers: `mine:${at}other:${at}` };
};

const redis = async (): Promise<RedisServer> => {
  const server = await startRedis();
  ends.push(server.stop);
  return server;
};

const many = async (url: string, each: readonly DaemonOptions[]) => {
  const daemons = await startMany(url, each);
  for (const daemon of daemons) ends.push(() => daemon.stop());
  return daemons;
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

const send = async (daemon: TestDaemon, turns: number, headers: Readonly<Record<string, string>> = {}) => {
  const messages = [
    { role: "user", content: "Run the tests." },
    ...Array.from({ length: turns }, (_, at) => turn(at)).flat(),
  ];
  const answer = await fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk-ant-one", ...headers },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages }),
  });
  await answer.text();
  await until("it has ended", async () => (await daemon.control.status({})).inFlight === 0);
  return answer.status;
};

const isColoured = (body: string | undefined): boolean =>
  JSON.stringify((JSON.parse(body ?? "") as { messages: readonly unknown[] }).messages.at(-1)).includes("u001b");

/** Everything up to the end of the list of messages. */
const prefixOf = (body: string | undefined): string => String(body).slice(0, String(body).lastIndexOf("]"));

const switchTo = (daemon: TestDaemon, name: string, session: string | null = null) =>
  daemon.control.switchUpstream({ name, force: true, dryRun: false, session });

const currentOf = async (daemon: TestDaemon): Promise<string> => (await daemon.control.status({})).upstream;

/** What the first has written until now all others have read: they have what it wrote last. */
const seenByAll = async ([first, ...others]: readonly TestDaemon[]): Promise<void> => {
  if (first === undefined) return;
  await switchTo(first, "other");
  for (const other of others) await until("it has followed", async () => (await currentOf(other)) === "other");
};

test.skipIf(!hasRedis)(
  "a switch on one daemon is a switch on all, and one that starts later is there too",
  async () => {
    const { url } = await redis();
    const { servers } = vendor();
    const [one, other] = await many(url, [{ servers, flags: {} }, { servers }]);

    await switchTo(one, "mine");
    await until("the other has followed", async () => (await currentOf(other)) === "mine");
    await switchTo(other, "other");
    await until("the first has followed", async () => (await currentOf(one)) === "other");

    const third = await startDaemon({ servers, flags: patientStore(url) });
    ends.push(() => third.stop());
    await until("the third is where they are", async () => (await currentOf(third)) === "other");
    expect((await one.control.status({})).previousUpstream).toBe("mine");
    expect(JSON.parse(readFileSync(join(one.home, "state.json"), "utf8"))).toMatchObject({ upstream: "other" });
  },
);

test.skipIf(!hasRedis)(
  "a switch while the store is away counts where it was made, and everywhere when it is back",
  async () => {
    const server = await redis();
    const { servers } = vendor();
    const [one, other] = await many(server.url, [{ servers }, { servers }]);
    await switchTo(one, "mine");
    await until("the other has followed", async () => (await currentOf(other)) === "mine");
    await server.kill();
    await Promise.all([storeIs("away", one), storeIs("away", other)]);

    await switchTo(one, "other");
    expect([await currentOf(one), await currentOf(other)]).toEqual(["other", "mine"]);

    await server.startAgain();
    await until("the other has followed", async () => (await currentOf(other)) === "other", 60_000);
    expect(await currentOf(one)).toBe("other");
  },
);

test.skipIf(!hasRedis)(
  "V5: a conversation that goes through three daemons in turn keeps one beginning, byte for byte",
  async () => {
    const { url } = await redis();
    const { bodies, servers } = vendor();
    const modes = ["balanced", "off", "aggressive"];
    const daemons = await many(
      url,
      // What is not found in time goes as it is, and stays so: a busy machine has to be given the time.
      modes.map((mode) => ({ servers, flags: { upstream: "mine", "memory.mode": mode, "memory.budget_ms": "60000" } })),
    );

    expect(await send(daemons[0], 1)).toBe(200);
    await seenByAll(daemons); // that anything was ever decided is looked up five times a second
    for (let at = 1; at < 9; at++) expect(await send(daemons[at % 3] ?? daemons[0], at + 1)).toBe(200);

    expect(bodies.map(isColoured)).toEqual([false, true, false, false, true, false, false, true, false]);
    for (const [at, body] of bodies.entries()) if (at > 0) expect(body).toStartWith(prefixOf(bodies[at - 1]));
  },
);

test.skipIf(!hasRedis)("V5: while the store is away and after it, what a daemon has seen keeps its form", async () => {
  const server = await redis();
  const { bodies, servers } = vendor();
  const daemons = await many(
    server.url,
    ["balanced", "off"].map((mode) => ({
      servers,
      flags: { upstream: "mine", "memory.mode": mode, "memory.budget_ms": "60000" },
    })),
  );
  const [one, other] = daemons;
  await send(one, 1);
  await seenByAll(daemons);
  await send(other, 2);

  await server.kill();
  for (let at = 2; at < 5; at++) expect(await send(one, at + 1)).toBe(200);
  await storeIs("away", one);
  await server.startAgain();
  await Promise.all(daemons.map((daemon) => storeIs("connected", daemon)));
  await until(
    "the others have what was decided meanwhile",
    async () => (await server.ask("KEYS", "proxy-cli:v:replay*")).split("\n").length === 3, // of the three turns
  );
  expect(await send(other, 6)).toBe(200);

  for (const [at, body] of bodies.entries()) if (at > 0) expect(body).toStartWith(prefixOf(bodies[at - 1]));
});

test.skipIf(!hasRedis)(
  "daemons of one store know a conversation by the same name, and a pin of it counts on all",
  async () => {
    const { url } = await redis();
    const { servers } = vendor();
    const [one, other] = await many(url, [
      { servers, flags: { upstream: "mine" } },
      { servers, flags: { upstream: "mine" } },
    ]);
    const named = { "x-claude-code-session-id": "11111111-2222-3333-4444-555555555555" };
    await send(one, 1, named);
    await send(other, 2, named);

    const [here] = await one.control.recent({ limit: 1 });
    const [there] = await other.control.recent({ limit: 1 });
    expect(here?.session).toMatch(/^s_/);
    expect(there?.session).toBe(here?.session ?? "");
    expect(readFileSync(join(one.home, "salt"), "utf8")).toBe(readFileSync(join(other.home, "salt"), "utf8"));

    await switchTo(one, "other", here?.session ?? "");
    await until("the other sends it there too", async () => {
      await send(other, 3, named);
      return (await other.control.recent({ limit: 1 }))[0]?.upstream === "other";
    });
  },
);

test.skipIf(!hasRedis)(
  "daemons of one store that go by other limits are told of it: in status, by doctor, in the log, until they are alike",
  async () => {
    const { url } = await redis();
    const { servers } = vendor();
    const flags = (name: string, more = {}) => ({ upstream: "mine", "store.instance": name, ...more });
    const [one, other] = await many(url, [
      { servers, flags: flags("berlin") },
      { servers, flags: flags("munich", { "breaker.failures": "9" }) },
    ]);
    const words = "daemon munich of the same store has other settings for breaker than this one";

    const { warnings, daemons } = await until("it is known", async () => {
      const status = await one.control.status({});
      return (status.daemons ?? []).length > 0 && status;
    });
    const { out } = await runProgram(
      [...bunCommand("cli/main.ts"), "status"],
      { PATH: process.env["PATH"] ?? "", PROXY_CLI_HOME: one.home },
      one.home,
    );

    expect(daemons).toEqual([{ name: "munich", generation: 1, differs: ["breaker"] }]);
    expect(warnings).toContainEqual(expect.stringContaining(words));
    expect(out).toContain("munich (config 1, other breaker)");
    const told = (): number => one.logLines().filter(({ message }) => String(message).startsWith(words)).length;
    await until("the log has it", () => told() > 0);

    writeFileSync(join(one.home, "config.yaml"), "breaker.failures: 9\n", { mode: 0o600 });
    await one.control.reload({});
    expect((await one.control.status({})).daemons).toEqual([{ name: "munich", generation: 1, differs: [] }]);
    await until("the other knows", async () => (await other.control.status({})).daemons?.[0]?.generation === 2);
    expect(told()).toBe(1);
    await one.stop();
    await until("it is gone", async () => (await other.control.status({})).daemons?.length === 0);
  },
);
