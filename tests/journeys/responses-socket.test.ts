import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { openSocketTo, type SocketClient } from "../support/socket-client.ts";
import { until } from "../support/wait.ts";

const vendor = listenSimulator();
let daemon: TestDaemon;
let start = 0;
beforeAll(async () => {
  daemon = await startDaemon({
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});
beforeEach(() => {
  start = Date.now();
});

const headers = {
  authorization: "Bearer sk-simulated-key-0000-abcd",
  "openai-beta": "responses_websockets=2026-02-06",
};
const open = (more: Readonly<Record<string, string>> = {}): Promise<SocketClient> =>
  openSocketTo(`${daemon.url}/v1/responses`, { ...headers, ...more });

/** What Codex sends: instructions as a message of the developer, reasoning to be sealed, nothing to be stored. */
const turn = (text: string, more: object = {}) => ({
  model: "gpt-5-codex",
  store: false,
  include: ["reasoning.encrypted_content"],
  prompt_cache_key: "thread-1",
  input: [
    { type: "message", role: "developer", content: [{ type: "input_text", text: "Be brief." }] },
    { type: "message", role: "user", content: [{ type: "input_text", text }] },
  ],
  ...more,
});
const say = (client: SocketClient, message: object): void =>
  client.socket.send(JSON.stringify({ type: "response.create", ...message }));

type Event = {
  readonly type: string;
  readonly response?: { readonly id: string; readonly previous_response_id: string };
};
const eventsOf = (client: SocketClient): readonly (Event & Readonly<Record<string, unknown>>)[] =>
  client.messages.map((message) => JSON.parse(String(message)));
const ends = (client: SocketClient): number =>
  eventsOf(client).filter(({ type }) => /^(error|response\.completed)$/.test(type)).length;

/** The one row since the test began, when nothing is in flight. */
const onlyRow = async (): Promise<LedgerRow> => {
  await until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0);
  const rows = (await daemon.rows()).filter(({ startedAt, method }) => startedAt >= start && method === "GET");
  expect(rows.length).toBe(1);
  return rows[0] as LedgerRow; // just counted
};

test("two turns over one WebSocket get the events that HTTP gives, and are one row of the ledger", async () => {
  const words = ["say 12 words, né 你好 🚀", "echo: and once more"];
  const client = await open();
  for (const [at, text] of words.entries()) {
    say(client, turn(text));
    await client.until("the turn ends", () => ends(client) === at + 1);
  }
  client.socket.close(1000, "done");
  await client.until("it is closed", () => client.ending() !== null);

  const overHttp = await Promise.all(
    words.map(async (text) => {
      const body = JSON.stringify(turn(text, { stream: true }));
      const response = await fetch(`${daemon.url}/v1/responses`, { method: "POST", headers, body });
      return (await response.text()).match(/(?<=^data: ).*$/gm) ?? [];
    }),
  );
  // Ids, padding and time are new for every answer, and the vendor has read the beginning before.
  const own = /"(id|item_id|obfuscation|encrypted_content|created_at|completed_at|cached_tokens)":("[^"]*"|\d+)/g;
  const plain = (text: string): string => text.replaceAll(own, "");
  expect(overHttp.flat().length).toBeGreaterThan(20);
  expect(client.messages.map((message) => plain(String(message)))).toEqual(overHttp.flat().map(plain));
  const sent = client.messages.reduce((sum, message) => sum + Buffer.byteLength(message), 0);
  const asked = words.reduce(
    (sum, text) => sum + Buffer.byteLength(JSON.stringify({ type: "response.create", ...turn(text) })),
    0,
  );
  expect(await onlyRow()).toMatchObject({
    path: "/v1/responses",
    upstream: "vendor",
    status: 101,
    outcome: "--",
    error: null,
    bytesIn: asked,
    bytesOut: sent,
  });
});

test("a turn goes on from the one before with only what is new, as Codex sends it", async () => {
  const client = await open();
  say(client, turn("", { input: [], generate: false }));
  await client.until("it is warm", () => ends(client) === 1);
  const warm = eventsOf(client).at(-1)?.response?.id;
  say(client, turn("echo: melon", { previous_response_id: warm }));
  await client.until("the turn ends", () => ends(client) === 2);

  const last = eventsOf(client).at(-1);
  expect(last?.response?.previous_response_id).toBe(String(warm));
  expect(JSON.stringify(last)).toContain('"text":"melon"');

  const other = await open();
  say(other, turn("echo: melon", { previous_response_id: warm }));
  await other.until("a refusal", () => ends(other) === 1);
  expect(eventsOf(other)).toMatchObject([
    { type: "error", status: 400, error: { code: "previous_response_not_found" } },
  ]);
  for (const one of [client, other]) one.socket.close();
});

describe("close codes", () => {
  test("the client's own reaches nobody else, and the row is whole", async () => {
    const client = await open();
    client.socket.close(4001, "enough");
    await client.until("it is closed", () => client.ending() !== null);

    expect(client.ending()).toEqual({ code: 4001, reason: "enough" });
    expect(await onlyRow()).toMatchObject({ status: 101, outcome: "--", error: null });
  });

  test("a client that leaves in the middle of a turn ends it at the vendor", async () => {
    const client = await open({ "x-sim-fault": "stall;after=2" });
    say(client, turn("say 5 words"));
    await client.until("it has begun", () => client.messages.length === 2);
    client.socket.terminate();

    expect(await onlyRow()).toMatchObject({ status: 101, outcome: "CD", error: "client_left" });
    await vendor.log.idle();
    expect(vendor.log.entries().at(-1)).toMatchObject({ fault: "stall", ending: "left" });
  });

  test("U-15: an answer that ends early closes the connection with the vendor's code, not with a good end", async () => {
    const client = await open({ "x-sim-fault": "eof;after=3" });
    say(client, turn("say 5 words"));
    await client.until("it is closed", () => client.ending() !== null);

    expect(client.ending()).toEqual({ code: 1011, reason: "The answer ended early." });
    expect(ends(client)).toBe(0);
  });

  test("U-14: a vendor that breaks off is a code of its own, and a row that says who did", async () => {
    const client = await open({ "x-sim-fault": "cut;after=3" });
    say(client, turn("say 5 words"));
    await client.until("it is closed", () => client.ending() !== null);

    expect(client.ending()).toEqual({ code: 1011, reason: 'Upstream "vendor" broke the connection.' });
    expect(client.messages.length).toBe(3);
    expect(await onlyRow()).toMatchObject({ status: 101, outcome: "SD", error: "upstream_cut" });
  });
});

test("a turn that the vendor refuses is an event, and the next one is answered", async () => {
  const client = await open({ "x-sim-fault": "429;times=1" });
  say(client, turn("say 5 words"));
  await client.until("a refusal", () => ends(client) === 1);
  say(client, turn("say 5 words"));
  await client.until("an answer", () => ends(client) === 2);

  expect(eventsOf(client)[0]).toMatchObject({ type: "error", status: 429 });
  expect(eventsOf(client).at(-1)?.type).toBe("response.completed");
  client.socket.close();
});

test("a key that the vendor does not take is refused in its own words, before there is a WebSocket", async () => {
  const client = await open({ authorization: "Bearer sk-invalid-key" });

  expect(client.refusal()).toMatchObject({ status: 401, error: undefined });
  expect(client.refusal()?.body).toContain("This API key is invalid.");
});
