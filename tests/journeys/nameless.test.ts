import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/lib/json.ts";
import { bunCommand, newHome, type TestDaemon } from "../support/daemon.ts";
import { startMany, storeIs } from "../support/many-daemons.ts";
import { runProgram } from "../support/program.ts";
import { freePort, hasRedis, type RedisServer, startRedis } from "../support/redis-server.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(120_000);

// A program that knows of no session: it sends its whole conversation each time, and a balancer takes any daemon.
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A vendor that keeps what it was sent; each answer has twelve tokens. */
const vendor = (port = 0) => {
  const bodies: string[] = [];
  const server = Bun.serve({
    port,
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
  return { bodies, at: `\n  endpoint: http://127.0.0.1:${server.port}\n  type: anthropic\n` };
};

const two = async (redis: RedisServer, servers: string, config: string) => {
  const one = () => {
    const home = newHome();
    writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
    return { home, servers, flags: { upstream: "mine", "memory.budget_ms": "60000" } };
  };
  const daemons = await startMany(redis.url, [one(), one()]);
  for (const daemon of daemons) ends.push(() => daemon.stop());
  return daemons;
};

const redisOfOurs = async (): Promise<RedisServer> => {
  const server = await startRedis();
  ends.push(server.stop);
  return server;
};

/** One turn: the model has used a tool, whose output is colourful enough that something can be left out of it. */
const turn = (at: number): readonly JsonObject[] => [
  { role: "assistant", content: [{ type: "tool_use", id: `t${at}`, name: "Bash", input: { command: `run ${at}` } }] },
  {
    role: "user",
    content: [{ type: "tool_result", tool_use_id: `t${at}`, content: `\u001b[32mok\u001b[0m case ${at}\n`.repeat(90) }],
  },
];

const send = async ({ url }: TestDaemon, turns: number) => {
  const messages = [
    { role: "user", content: "Run the tests." },
    ...Array.from({ length: turns - 1 }, (_, at) => turn(at)).flat(),
  ];
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk-ant-one" },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages }),
  });
  await answer.text();
  return { status: answer.status, error: answer.headers.get("x-proxy-error"), headers: answer.headers };
};

/** The sessions that the rows of all daemons stand under, with their turns. */
const rowsOf = async (daemons: readonly TestDaemon[], count: number) => {
  const all = await until(`${count} rows`, async () => {
    const rows = (await Promise.all(daemons.map(({ control }) => control.recent({ limit: 100 })))).flat();
    return rows.filter(({ status }) => status === 200).length === count && rows.filter(({ status }) => status === 200);
  });
  return all.toSorted((one, other) => one.startedAt - other.startedAt);
};

/** Everything up to the end of the list of messages. */
const prefixOf = (body = ""): string => body.slice(0, body.lastIndexOf("]"));

test.skipIf(!hasRedis)(
  "a conversation that its program has no name for is one session with one beginning on two daemons, and no request fails when the store dies in between",
  async () => {
    const redis = await redisOfOurs();
    const { bodies, at } = vendor();
    const config = "memory:\n  mode: balanced\nbudgets:\n  - { name: each, per: session, tokens: 1000000 }\n";
    const daemons = await two(redis, `mine:${at}`, config);
    const on = (number: number): TestDaemon => daemons[number % 2] ?? daemons[0];

    for (let turns = 1; turns <= 4; turns++) expect((await send(on(turns), turns)).status).toBe(200);
    await redis.kill();
    for (let turns = 5; turns <= 6; turns++) expect((await send(on(turns), turns)).status).toBe(200);
    await Promise.all(daemons.map((daemon) => storeIs("away", daemon)));
    expect((await send(on(7), 7)).status).toBe(200);
    await redis.startAgain();
    await Promise.all(daemons.map((daemon) => storeIs("connected", daemon)));
    for (let turns = 8; turns <= 9; turns++) expect((await send(on(turns), turns)).status).toBe(200);

    const rows = await rowsOf(daemons, 9);
    expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
    expect(rows.slice(0, 4).map((row) => row.turn)).toEqual([1, 2, 3, 4]);
    const together = bodies.slice(0, 4); // what the one leaves out while the store is away the other does not know
    for (const [number, body] of together.entries())
      if (number > 0) expect(body).toStartWith(prefixOf(bodies[number - 1]));
  },
);

test.skipIf(!hasRedis)("its budget stops it on either daemon when the sum of both has used it up", async () => {
  const { bodies, at } = vendor();
  const config = "budgets:\n  - { name: each, per: session, tokens: 40 }\n";
  const daemons = await two(await redisOfOurs(), `mine:${at}`, config);
  const on = (number: number): TestDaemon => daemons[number % 2] ?? daemons[0];
  const spentIs = (tokens: number, { control }: TestDaemon) =>
    until(`${tokens} tokens are spent`, async () => (await control.budgets({})).sums[0]?.spent.tokens === tokens);

  for (let turns = 1; turns <= 4; turns++) {
    expect((await send(on(turns), turns)).status).toBe(200);
    await spentIs(12 * turns, on(turns));
  }

  for (const daemon of daemons) expect((await send(daemon, 5)).error).toBe("budget_exceeded");
  expect(bodies.length).toBe(4);
});

test.skipIf(!hasRedis)("after a fallback on one daemon it stays there on the other", async () => {
  const port = freePort();
  const spare = vendor();
  const mine = `\n  endpoint: http://127.0.0.1:${port}\n  type: anthropic\n`;
  const config = "fallbacks:\n  - { when: { upstream: mine }, to: [spare] }\nbreaker: { failures: 0 }\n";
  const [one, other] = await two(await redisOfOurs(), `mine:${mine}spare:${spare.at}`, config);
  expect((await send(one, 1)).headers.get("x-proxy-upstream")).toBe("spare");

  const back = vendor(port);
  for (const name of ["spare", "mine"]) {
    // What the one has written until now the other has read: it has what was written last.
    await one.control.switchUpstream({ name, force: true, dryRun: false, session: null });
    await until("it has followed", async () => (await other.control.status({})).upstream === name);
  }

  expect((await send(other, 2)).headers.get("x-proxy-upstream")).toBe("spare");
  expect((await send(one, 3)).headers.get("x-proxy-upstream")).toBe("spare");
  expect(back.bodies.length).toBe(0);
});

test.skipIf(!hasRedis)(
  "whose figures a list of conversations has is said where there are several daemons",
  async () => {
    const { at } = vendor();
    const [one] = await two(await redisOfOurs(), `mine:${at}`, "");
    expect((await send(one, 1)).status).toBe(200);

    const list = await runProgram(
      [...bunCommand("cli/main.ts"), "sessions"],
      { PATH: process.env["PATH"] ?? "", PROXY_CLI_HOME: one.home },
      one.home,
    );

    expect(list.out).toContain("Requests, tokens and costs here are of what came to this daemon.");
  },
);
