import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { providers } from "../../src/providers/index.ts";
import { send } from "../../src/upstream/send.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { read, send as say, startFaultd } from "../support/faultd.ts";
import { answerText } from "../support/http-text.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());
beforeEach(() => vendor.play(read("all"), say(answerText("{}"))));

const upstream = upstreamOf("anthropic", { origin: vendor.url });
const [endpoint] = upstream.endpoints;
const call = (exchange: Exchange, url = `${vendor.url}/v1/messages`): Promise<Response> => {
  if (endpoint === undefined) throw new Error("no endpoint");
  return send(exchange, { upstream, endpoint, url }, { providers, egress: () => null }, new AbortController().signal);
};
const chat = (headers: Readonly<Record<string, string>> = {}): Exchange => {
  const exchange = exchangeOf("/v1/messages", { headers: { "x-api-key": canaries.anthropic, ...headers } });
  exchange.body = { kind: "held", bytes: Uint8Array.from(Buffer.from('{"n":1.0}')) };
  return exchange;
};
const sent = (): string => vendor.hits()[0]?.text() ?? "";

test("the client's own bytes and key go out", async () => {
  expect((await call(chat())).status).toBe(200);

  expect(sent()).toStartWith("POST /v1/messages HTTP/1.1\r\n");
  expect(sent()).toEndWith('\r\n\r\n{"n":1.0}');
  expect(sent()).toContain(canaries.anthropic);
});

test("an edit changes its place in what goes out, and nothing beside it", async () => {
  const edited = chat();
  edited.edits = [{ kind: "body", by: "test", do: "set", path: ["x"], value: [1] }];
  await call(edited);

  expect(sent()).toEndWith('\r\n\r\n{"n":1.0,"x":[1]}');
  expect(sent().toLowerCase()).toContain("content-length: 17\r\n");
  expect(edited.body).toMatchObject({ bytes: Uint8Array.from(Buffer.from('{"n":1.0}')) });
});

test("an edit that does not fit lets the request go out as it came", async () => {
  const edited = chat();
  edited.edits = [{ kind: "body", by: "test", do: "remove", path: ["n", "deeper"] }];
  await call(edited);

  expect(sent()).toEndWith('\r\n\r\n{"n":1.0}');
});

test("nothing leaves for another origin", async () => {
  const refusal = await call(chat(), "https://evil.example/v1/messages").catch((error: unknown) => error);

  expect(refusal).toMatchObject({ code: "destination_mismatch" });
  expect(vendor.connections()).toBe(0);
});

test("a stream is asked for as it is, so that its end can be seen", async () => {
  const streaming = chat({ "accept-encoding": "gzip, br" });
  streaming.notes.stream = true;
  await call(streaming);
  expect(sent().toLowerCase()).toContain("accept-encoding: identity");

  vendor.play(read("all"), say(answerText("{}")));
  await call(chat({ "accept-encoding": "gzip, br" }));
  expect(sent().toLowerCase()).toContain("accept-encoding: gzip, br");
});

test("an address on this machine is told how often the request came round", async () => {
  await call(chat({ "x-proxy-hop": "1" }));

  expect(sent().toLowerCase()).toContain("x-proxy-hop: 2");
});

test("U-26: a redirect is an error that names its origin alone", async () => {
  vendor.play(read("all"), say(answerText("", "302 Found", { location: "https://other.example/steal?key=x" })));

  const refusal = await call(chat()).catch((error: unknown) => error);

  expect(refusal).toMatchObject({
    code: "upstream_redirect",
    message: expect.stringContaining("https://other.example."),
  });
  expect(String(refusal)).not.toContain("steal");
});
