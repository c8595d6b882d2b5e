import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { until } from "../support/wait.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

// OpenAI's own SDK for JavaScript knows wss: alone, so programs on a plain address are others: Python's, and plain WebSockets.
const session = (headers: Readonly<Record<string, string>>, protocols: readonly string[] = []) =>
  openSocketTo(`${daemon.url}/v1/realtime?model=gpt-realtime`, headers, protocols);

test("a realtime session has its conversation, which is one row of the ledger", async () => {
  const client = await session({}, ["realtime", "openai-insecure-api-key.sk-simulated-key-0000"]);
  const item = { type: "message", role: "user", content: [{ type: "input_text", text: "hello over a socket 你好" }] };
  client.socket.send(JSON.stringify({ type: "conversation.item.create", item }));
  client.socket.send('{"type":"response.create"}');
  const events = () => client.messages.map((message) => JSON.parse(String(message)));
  await client.until("the answer is whole", () => events().at(-1)?.type === "response.done");
  client.socket.close(1000);

  expect(client.socket.protocol).toBe("realtime");
  expect(events()[0]).toMatchObject({ type: "session.created", session: { model: "gpt-realtime" } });
  const deltas = events().filter(({ type }) => type === "response.output_text.delta");
  expect(deltas.map(({ delta }) => delta).join("")).toBe("hello over a socket 你好");
  await until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0);
  expect(await daemon.rows()).toMatchObject([
    { method: "GET", path: "/v1/realtime", upstream: "simulator", status: 101, outcome: "--", error: null },
  ]);
});

test("a key that the vendor does not take is refused in its own words, before there is a WebSocket", async () => {
  const client = await session({ authorization: "Bearer sk-invalid-key" });

  expect(client.refusal()).toMatchObject({ status: 401, error: undefined });
  expect(client.refusal()?.body).toContain("This API key is invalid.");
});
