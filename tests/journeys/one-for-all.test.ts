import { afterEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newHome, type TestDaemon } from "../support/daemon.ts";
import { startMany } from "../support/many-daemons.ts";
import { freePort, hasRedis, startRedis } from "../support/redis-server.ts";
import { until } from "../support/wait.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Twelve tokens each. */
const answer = {
  ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5", stop_reason: "end_turn" },
  ...{ content: [{ type: "text", text: "fine" }], usage: { input_tokens: 10, output_tokens: 2 } },
};

/** A vendor that says so, or what it is told to; on a port that may be told too. */
const vendor = (port = 0) => {
  const state = { asked: 0, retryAfter: null as string | null };
  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    fetch: () => {
      state.asked++;
      const { retryAfter } = state;
      if (retryAfter === null) return Response.json(answer);
      const said = { type: "error", error: { type: "rate_limit_error", message: "slow down" } };
      return Response.json(said, { status: 429, headers: { "retry-after": retryAfter } });
    },
  });
  ends.push(() => server.stop(true));
  return { state, at: `\n  endpoint: http://127.0.0.1:${server.port}\n  type: anthropic\n` };
};

/** Two daemons with the same files on one Redis. */
const two = async (servers: string, config: string) => {
  const redis = await startRedis();
  ends.push(redis.stop);
  const one = () => {
    const home = newHome();
    writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
    return { home, servers, flags: { upstream: "mine" }, env: { PROXY_TIMESCALE: "1" } };
  };
  const daemons = await startMany(redis.url, [one(), one()]);
  for (const daemon of daemons) ends.push(() => daemon.stop());
  return daemons;
};

const send = async ({ url }: TestDaemon, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk-ant-one", "x-proxy-session": "talk", ...headers },
    body: JSON.stringify({
      ...{ model: "claude-sonnet-4-5", max_tokens: 9 },
      messages: [{ role: "user", content: "Run the tests." }],
    }),
  });
  const text = await response.text();
  return { status: response.status, error: response.headers.get("x-proxy-error"), headers: response.headers, text };
};

/** What the one has written until now the other has read: it has what was written last. */
const seen = async (one: TestDaemon, other: TestDaemon): Promise<void> => {
  for (const name of ["spare", "mine"]) {
    await one.control.switchUpstream({ name, force: true, dryRun: false, session: null });
    await until("it has followed", async () => (await other.control.status({})).upstream === name);
  }
};

describe.skipIf(!hasRedis)("two daemons on one Redis have one budget", () => {
  const spentIs = (tokens: number, daemons: readonly TestDaemon[]) =>
    Promise.all(
      daemons.map((daemon) =>
        until(`${tokens} tokens are spent`, async () => {
          return (await daemon.control.budgets({})).sums[0]?.spent.tokens === tokens;
        }),
      ),
    );

  test("what is spent on both adds up, the refusal comes on either, and allow on one frees the other", async () => {
    const { state, at } = vendor();
    const daemons = await two(`mine:${at}`, "budgets:\n  - { name: daily, per: day, tokens: 40 }\n");
    const [one, other] = daemons;

    for (let turn = 0; turn < 4; turn++) {
      expect((await send(daemons[turn % 2] ?? one)).status).toBe(200);
      await spentIs(12 * (turn + 1), daemons.slice(0, Math.min(turn + 1, 2)));
    }
    for (const daemon of daemons) {
      const refused = await send(daemon);
      expect([refused.status, refused.error]).toEqual([400, "budget_exceeded"]);
      expect(refused.text).toContain("48 tokens of 40 tokens today");
    }
    expect(state.asked).toBe(4);

    await one.control.allowBudget({ about: "daily", more: { tokens: 20 } });
    await until("it counts on the other", async () => {
      return (await other.control.budgets({})).sums[0]?.limits.tokens === 60;
    });
    expect((await send(other)).status).toBe(200);
    await spentIs(60, daemons);
    expect((await send(one)).error).toBe("budget_exceeded");
  });

  test("what was allowed on one and is taken back on the other counts on neither any more", async () => {
    const { at } = vendor();
    const daemons = await two(`mine:${at}`, "budgets:\n  - { name: daily, per: day, tokens: 20 }\n");
    const [one, other] = daemons;
    const limitIs = (tokens: number) =>
      Promise.all(
        daemons.map(({ control }) =>
          until(`the limit is ${tokens}`, async () => (await control.budgets({})).sums[0]?.limits.tokens === tokens),
        ),
      );
    for (const turn of [1, 2]) {
      expect((await send(one)).status).toBe(200);
      await spentIs(12 * turn, [one]);
    }
    await one.control.allowBudget({ about: "daily", more: { tokens: 100 } });
    await limitIs(120);

    await other.control.resetBudget({ about: "daily" });

    await limitIs(20);
    for (const daemon of daemons) expect((await send(daemon)).error).toBe("budget_exceeded");
  });

  test("a conversation that is stopped on one is stopped on the other, and a question is answered on either", async () => {
    const { at } = vendor();
    const config = "budgets:\n  - { name: few, per: session, requests: 1, on_over: pause }\n";
    const [one, other] = await two(`mine:${at}`, config);
    expect((await send(one)).status).toBe(200);

    const waiting = send(one);
    const ask = await until("the other has the question", async () => (await other.control.budgets({})).asks[0]);
    await other.control.allowBudget({ about: ask.id, more: null });
    expect((await waiting).status).toBe(200);

    await one.control.stopBudget({ about: ask.session });
    await until("the other knows", async () => (await other.control.budgets({})).stopped.length > 0);
    expect((await send(other)).error).toBe("stopped_by_user");
  });
});

test.skipIf(!hasRedis)("two daemons on one Redis have one limit, and either refuses", async () => {
  const { state, at } = vendor();
  const [one, other] = await two(`mine:${at}`, "limits:\n  rates:\n    - { name: few, requests_per_day: 3 }\n");

  for (const daemon of [one, other, one]) expect((await send(daemon)).status).toBe(200);

  for (const daemon of [other, one]) expect((await send(daemon)).error).toBe("rate_limited");
  expect(state.asked).toBe(3);
});

describe.skipIf(!hasRedis)("what one of two daemons on one Redis has found out of an upstream, the other knows", () => {
  const mineOn = async (daemon: TestDaemon) =>
    (await daemon.control.upstreams({})).upstreams.find(({ name }) => name === "mine");
  const isOpenOn = async (daemon: TestDaemon) => (await mineOn(daemon))?.circuit?.state === "open";

  test("a circuit that opened on one is open on the other, and a reset on the other closes it on both", async () => {
    const { at } = vendor();
    const dead = `\n  endpoint: http://127.0.0.1:${freePort()}\n  type: anthropic\n`;
    const config =
      "fallbacks:\n  - { when: { upstream: mine }, to: [spare] }\nbreaker: { failures: 2, retry_ms: 60000 }\n";
    const [one, other] = await two(`mine:${dead}spare:${at}`, config);

    for (let turn = 0; turn < 2; turn++) expect((await send(one, { "x-proxy-session": `t${turn}` })).status).toBe(200);
    await until("it is open on both", async () => (await isOpenOn(one)) && (await isOpenOn(other)));
    const passed = await send(other, { "x-proxy-session": "t2" });
    expect([passed.status, passed.headers.get("x-proxy-attempts")]).toEqual([200, "mine open, spare"]);

    await other.control.resetUpstream({ name: "mine" });
    await until("it is closed on the first", async () => !(await isOpenOn(one)));
  });

  test("a key that is told to wait on one is not asked with on the other", async () => {
    const { state, at } = vendor();
    const spare = vendor();
    const [one, other] = await two(
      `mine:${at}spare:${spare.at}`,
      "fallbacks:\n  - { when: { upstream: mine }, to: [spare], after: [limited] }\n",
    );
    state.retryAfter = "300";

    expect((await send(one, { "x-proxy-session": "t1" })).status).toBe(200);
    const { asked } = state;
    await until("the other knows", async () => ((await mineOn(other))?.cooling ?? []).length > 0);
    expect((await send(other, { "x-proxy-session": "t2" })).status).toBe(200);
    expect([state.asked, spare.state.asked]).toEqual([asked, 2]);
  });

  test("a conversation that has gone elsewhere on one stays there on the other, though its own place is back", async () => {
    const port = freePort();
    const spare = vendor();
    const mine = `\n  endpoint: http://127.0.0.1:${port}\n  type: anthropic\n`;
    const config = "fallbacks:\n  - { when: { upstream: mine }, to: [spare] }\nbreaker: { failures: 0 }\n";
    const [one, other] = await two(`mine:${mine}spare:${spare.at}`, config);
    expect((await send(one)).headers.get("x-proxy-upstream")).toBe("spare");

    const back = vendor(port);
    await seen(one, other);

    for (const daemon of [other, one]) expect((await send(daemon)).headers.get("x-proxy-upstream")).toBe("spare");
    expect(back.state.asked).toBe(0);
    expect((await send(other, { "x-proxy-session": "new" })).headers.get("x-proxy-upstream")).toBe("mine");
  });
});
