import { expect, test } from "bun:test";
import { createSender, getJson } from "../../../../cli/demo/programs/http.ts";
import { listenSimulator } from "../../../../src/simulator/listen.ts";

const ask = {
  path: "/v1/chat/completions",
  headers: { authorization: "Bearer k" },
  body: { model: "gpt-4o", messages: [{ role: "user", content: "echo: hi" }] },
};

test("every request has a number of its own, by which the vendor's log knows it", async () => {
  const vendor = listenSimulator();
  const send = createSender(vendor.url, new AbortController().signal);

  const seen = [await send(ask), await send(ask)];
  const log = await getJson(`${vendor.url}/_sim/requests`);

  expect(seen.map(({ number, status, ended }) => [number, status, ended])).toEqual([
    [1, 200, "whole"],
    [2, 200, "whole"],
  ]);
  expect(log).toMatchObject({
    requests: [{ headers: { "x-demo-request": "1" } }, { headers: { "x-demo-request": "2" } }],
  });
  await vendor.stop();
});

test("an address where nobody is, and a show that is over, end a request without a status", async () => {
  const over = new AbortController();
  over.abort();

  expect(await createSender("http://127.0.0.1:1", new AbortController().signal)(ask)).toMatchObject({
    status: null,
    ended: "cut",
  });
  expect(await createSender("http://127.0.0.1:1", over.signal)(ask)).toMatchObject({ status: null, ended: "left" });
});

test("an answer that was being read when the show ended was left, not cut", async () => {
  const vendor = listenSimulator();
  const over = new AbortController();
  const content = "say 2000 words";
  const body = { model: "gpt-4o", stream: true, messages: [{ role: "user", content }] };

  const seen = await createSender(vendor.url, over.signal)({ ...ask, body, onHead: () => over.abort() });

  expect(seen).toMatchObject({ status: 200, ended: "left" });
  await vendor.stop();
});
