import { afterAll, describe, expect, test } from "bun:test";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { wantsTalk } from "../../src/simulator/sockets.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { keys } from "./asking.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const { authorization } = keys;
const open = (path: string, headers: Readonly<Record<string, string>> = { authorization }, protocols: string[] = []) =>
  openSocketTo(simulator.url + path, headers, protocols);
const turn = { type: "response.create", model: "gpt-5.4", input: "say 3 words" };

test("two paths have WebSockets, and only for who asks for one", () => {
  const wants = (path: string, headers = {}): boolean =>
    wantsTalk(new Request(`http://s${path}`, { headers }), new URL(`http://s${path}`));

  expect(wants("/v1/responses", { upgrade: "websocket" })).toBe(true);
  expect(wants("/v1/realtime?model=m", { upgrade: "websocket" })).toBe(true);
  expect(wants("/v1/messages", { upgrade: "websocket" })).toBe(false);
  expect(wants("/v1/responses")).toBe(false);
});

test("each path has its own conversation", async () => {
  const realtime = await open("/v1/realtime?model=m", { authorization }, ["realtime"]);
  await realtime.until("a session", () => realtime.messages.length === 1);
  expect(realtime.socket.protocol).toBe("realtime");
  expect(String(realtime.messages[0])).toContain('"type":"session.created"');

  const responses = await open("/v1/responses");
  responses.socket.send(JSON.stringify(turn));
  await responses.until("an end", () => String(responses.messages.at(-1)).includes("response.completed"));
  expect(simulator.log.entries().at(-1)).toMatchObject({ method: "POST", path: "/v1/responses", ending: "whole" });

  realtime.socket.close();
  responses.socket.close();
});

describe("who shows no key, or one that is none, gets no WebSocket", () => {
  for (const headers of [{}, { authorization: "Bearer sk-invalid" }]) {
    test(JSON.stringify(headers), async () => {
      const client = await open("/v1/responses", headers);

      expect(client.refusal()?.status).toBe(401);
      expect(JSON.parse(client.refusal()?.body ?? "")).toMatchObject({ error: { code: "invalid_api_key" } });
    });
  }
});

test("a client that reads slowly makes the vendor wait, and misses nothing", async () => {
  const client = await open("/v1/responses");
  client.socket.pause();
  client.socket.send(JSON.stringify({ ...turn, input: "say 20000 words" }));
  client.socket.resume();
  await client.until("an end", () => String(client.messages.at(-1)).includes("response.completed"), 20_000);

  const numbers = client.messages.map((message) => JSON.parse(String(message)).sequence_number);
  expect(numbers).toEqual(numbers.map((_, at) => at));
  client.socket.close();
});
