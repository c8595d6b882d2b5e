import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { canaries } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { startFaultd } from "../support/faultd.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { startVendorsApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";
import { until } from "../support/wait.ts";

const settings = `upstream: v-anthropic
routes:
- { name: alias, when: { model: cheap-one }, to: { model: claude-sonnet-4-6 } }
fallbacks:
- { when: { upstream: dead }, to: [v-anthropic] }
budgets:
- { name: daily, per: day, dollars: 1000000, on_over: warn }
- { name: sonnet, per: day, dollars: 1000000, on_over: warn, when: { model: "claude-sonnet-*" } }
`;

let vendors: Vendors;
const home = newHome();
/** Nobody listens there. */
const dead = startFaultd();
beforeAll(async () => {
  writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
  dead.stop();
  vendors = await startVendorsApart({ home, servers: `dead:\n  endpoint: ${dead.url}\n  type: anthropic\n` });
});
afterAll(() => vendors.stop());

const { model } = vendorsApart.anthropic;

const post = (path: string, body: object, more: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
  fetch(vendors.daemon.url + path, {
    method: "POST",
    ...(signal && { signal }),
    headers: {
      ...{ "content-type": "application/json", "x-api-key": "simulated-key-0000", "anthropic-version": "2023-06-01" },
      ...more,
    },
    body: JSON.stringify(body),
  });

const chat = (more: object = {}) => ({
  ...{ model, max_tokens: 400, messages: [{ role: "user", content: "say 60 words" }] },
  ...more,
});

const spentOf = async (name: string): Promise<number> =>
  (await vendors.daemon.control.budgets({})).sums.find(({ id }) => id === name)?.spent.dollars ?? 0;

/** Waits until all that was sent is booked; the sum of what it cost by the ledger. */
const booked = async (): Promise<number> => {
  await until("nothing in flight", async () => (await vendors.daemon.control.status({})).inFlight === 0);
  return (await vendors.daemon.rows()).reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0);
};

/** Each way that a request may take past who counts. */
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  "a plain request": async () => (await post("/v1/messages", chat())).text(),
  "a model by another name": async () => (await post("/v1/messages", chat({ model: "cheap-one" }))).text(),
  "a stream": async () => (await post("/v1/messages", chat({ stream: true }))).text(),
  "a stream that the client leaves": async () => {
    const left = new AbortController();
    const slow = chat({ stream: true, messages: [{ role: "user", content: "say 400 words" }] });
    const answer = await post("/v1/messages", slow, {}, left.signal);
    await answer.body?.getReader().read();
    left.abort();
  },
  "another format": async () =>
    (
      await post(
        "/v1/chat/completions",
        { model, messages: [{ role: "user", content: "say 60 words" }] },
        { authorization: "Bearer simulated-key-0000", "x-proxy-upstream": "v-anthropic" },
      )
    ).text(),
  "another upstream, because the one that was meant is dead": async () => {
    const answer = await post("/v1/messages", chat(), {
      "x-proxy-upstream": "dead",
      "x-api-key": canaries.anthropic, // another key would go along to nobody else
    });
    expect(answer.headers.get("x-proxy-attempts")).toBe("dead refused, v-anthropic");
    await answer.text();
  },
  "a prompt that the vendor has in its cache": async () => {
    const system = [{ type: "text", text: "word ".repeat(9000), cache_control: { type: "ephemeral" } }];
    await (await post("/v1/messages", chat({ system }))).text();
    await (await post("/v1/messages", chat({ system }))).text();
  },
};

describe("S-52: no way round a budget: what is counted is what the ledger says that it cost", () => {
  test.each(Object.keys(ways))("%s", async (name) => {
    const before = await booked();
    await ways[name]?.();
    const after = await booked();

    expect(after).toBeGreaterThan(before);
    await until("all of it is counted", async () => (await spentOf("daily")) === after);
    expect(await spentOf("sonnet")).toBe(after);
  });

  test("a count of tokens costs nothing and counts for nothing", async () => {
    const before = await booked();
    const answer = await post("/v1/messages/count_tokens", chat());

    expect(answer.status).toBe(200);
    expect(await booked()).toBe(before);
    expect(await spentOf("daily")).toBe(before);
  });

  test("a restart begins with the same sums, once", async () => {
    const total = await booked();
    vendors.daemon.signal("SIGTERM");
    await vendors.daemon.exited;

    const again = await startDaemon({ home });

    await until("the day is there", async () => (await sumsAt(again)).get("daily") === total);
    expect((await sumsAt(again)).get("sonnet")).toBe(total);
    await again.stop();
  });
});

const sumsAt = async ({ control }: TestDaemon): Promise<ReadonlyMap<string, number>> =>
  new Map((await control.budgets({})).sums.map(({ id, spent }) => [id, spent.dollars]));

describe("S-52: turns on a WebSocket are counted one by one", () => {
  test("and end with a sentence in the client's own words where the budget does", async () => {
    const own = newHome();
    writeFileSync(join(own, "config.yaml"), "budgets:\n- { name: two, per: day, requests: 2 }\n", { mode: 0o600 });
    const simulator = listenSimulator();
    const daemon = await startDaemon({
      home: own,
      servers: `vendor:\n  endpoint: ${simulator.url}\n  type: simulator\n`,
      flags: { upstream: "vendor" },
    });
    const headers = {
      authorization: "Bearer sk-simulated-key-0000-abcd",
      "openai-beta": "responses_websockets=2026-02-06",
    };
    const client = await openSocketTo(`${daemon.url}/v1/responses`, headers);
    const say = (): void =>
      client.socket.send(
        JSON.stringify({
          ...{ type: "response.create", model: "gpt-5-codex", store: false },
          input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "hello" }] }],
        }),
      );
    const types = (): readonly string[] => client.messages.map((text) => (JSON.parse(String(text)) as Typed).type);

    say();
    await until("the first turn is whole", () => types().filter((type) => type === "response.completed").length === 1);
    say();
    await until("the budget ends it", () => types().at(-1) === "error");

    expect(types().filter((type) => type === "response.completed")).toHaveLength(2);
    expect(String(client.messages.at(-1))).toContain("proxy-cli budget allow two");
    const row = await until("the row is there", async () => (await daemon.rows())[0]);
    expect(row.error).toBe("budget_exceeded");
    await daemon.stop();
    await simulator.stop();
  });
});

describe("S-52: an answer from the response cache costs nothing", () => {
  test("it is given also where the budget is used up, and counts for nothing; what would cost is refused", async () => {
    const own = newHome();
    const config = "cache: { enabled: true }\nbudgets:\n- { name: one, per: day, requests: 1 }\n";
    writeFileSync(join(own, "config.yaml"), config, { mode: 0o600 });
    const { daemon, stop, sent } = await startVendorsApart({ home: own, flags: { upstream: "v-anthropic" } });
    const ask = async (text: string) => {
      const answer = await fetch(`${daemon.url}/v1/messages`, {
        method: "POST",
        headers: {
          ...{ "content-type": "application/json", "x-api-key": "simulated-key-0000" },
          "anthropic-version": "2023-06-01",
        },
        body: JSON.stringify(chat({ messages: [{ role: "user", content: text }] })),
      });
      await answer.text();
      return answer;
    };
    const spent = async () => (await daemon.control.budgets({})).sums[0]?.spent;

    expect((await ask("echo: hello")).headers.get("x-proxy-cache")).toBe("miss");
    const before = await until("it is counted", async () => {
      const sum = await spent();
      return sum?.requests === 1 && sum;
    });
    const again = await ask("echo: hello");
    const other = await ask("echo: something else");

    expect([again.status, again.headers.get("x-proxy-cache")]).toEqual([200, expect.stringMatching(/^hit/)]);
    expect([other.status, other.headers.get("x-proxy-error")]).toEqual([400, "budget_exceeded"]);
    expect(await sent()).toHaveLength(1);
    const rows = await until("all are booked", async () => {
      const found = await daemon.rows();
      return found.length === 3 && found;
    });
    expect(rows.slice(1).map(({ attempts, costMicros }) => [attempts, costMicros])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await spent()).toEqual(before);
    await stop();
  });
});

type Typed = { readonly type: string };
