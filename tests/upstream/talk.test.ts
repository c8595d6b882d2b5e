import { expect, test } from "bun:test";
import type { Exchange, Target } from "../../src/core/exchange.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { providers } from "../../src/providers/index.ts";
import { readApart, type Talk, talkWith } from "../../src/upstream/talk.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const body = { model: "claude-x", max_tokens: 10, messages: [{ role: "user", content: "hi" }] };
const upstream = upstreamOf("openai", { origin: "https://llm.example" });

const services = { providers, modelFacts: () => ({ takesImages: null, maxOutputTokens: null }) };

const talk = (more: Partial<Exchange> = {}, target: Partial<Target> = {}): Talk => {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const request = new Request("http://localhost/v1/messages?beta=true", {
    method: "POST",
    headers: { "x-api-key": "k-1", "anthropic-version": "2023-06-01", "user-agent": "claude-cli/2", cookie: "a=b" },
  });
  const chat = () => anthropic.readRequest(body, "");
  const exchange = {
    ...exchangeOf("/v1/messages"),
    request,
    chat,
    dialect: anthropic,
    body: { kind: "held", bytes },
    ...more,
  };
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  return talkWith(exchange as Exchange, { upstream, endpoint, url: "", translateTo: openaiChat, ...target }, services);
};

const sent = ({ outgoing }: Talk) =>
  outgoing.body.kind === "held" ? JSON.parse(new TextDecoder().decode(outgoing.body.bytes)) : null;

test("a request leaves in the target's format, at the target's path, under the model's name there", () => {
  const said = talk({}, { model: "gpt-x" });

  expect(said.target.url).toBe("https://llm.example/v1/chat/completions");
  expect(sent(said)).toMatchObject({ model: "gpt-x", messages: [{ role: "user", content: "hi" }] });
  expect(said.asked).toMatchObject({ dialect: openaiChat, path: "/v1/chat/completions" });
});

test("the exchange knows where it really goes", () => {
  const target = { upstream, endpoint: upstream.endpoints[0], url: "" } as Target;
  const exchange = { ...exchangeOf("/v1/messages"), dialect: anthropic, chat: () => anthropic.readRequest(body, "") };
  exchange.plan = { targets: [{ ...target, translateTo: openaiChat }], rule: "test" };
  const [planned] = exchange.plan.targets;
  if (planned === undefined) throw new Error("no target");

  talkWith(exchange, planned, services);

  expect(exchange.plan.targets.map(({ url }) => url)).toEqual(["https://llm.example/v1/chat/completions"]);
});

test("what was meant for the client's own vendor stays here, and its key stands where this one looks for it", () => {
  const { headers } = talk().outgoing.request;

  expect(headers.toJSON()).toMatchObject({ authorization: "Bearer k-1", "user-agent": "claude-cli/2" });
  for (const name of ["x-api-key", "anthropic-version", "cookie"]) expect(headers.has(name), name).toBe(false);
});

test("a key in a query, as Google's oldest clients have it, travels as a header", () => {
  const { outgoing } = talk({ request: new Request("http://localhost/"), dialect: gemini, query: "?key=k-2&alt=sse" });

  expect(outgoing.request.headers.get("authorization")).toBe("Bearer k-2");
  expect(outgoing.query).toBe("");
});

test("edits of ours are in what is translated", () => {
  const edits = [{ kind: "body", by: "test", do: "set", path: ["messages", 0, "content"], value: "hello" }] as const;

  expect(sent(talk({ edits }))).toMatchObject({ messages: [{ content: "hello" }] });
});

test("what cannot be read cannot be translated, and the error says what can be done", () => {
  const stream = new ReadableStream<Uint8Array>();
  const large = { kind: "streamed", stream, length: null, isWhole: () => false, failure: () => null } as const;

  expect(() => talk({ chat: () => null, body: large })).toThrow(
    expect.objectContaining({ code: "too_large_to_translate" }),
  );
  expect(() => talk({ chat: () => null })).toThrow(expect.objectContaining({ code: "untranslatable" }));
});

test("who speaks the same format is talked to in the client's own bytes", () => {
  const said = talk({}, { translateTo: null });

  expect(said.translation).toBeNull();
  expect(said.outgoing).toHaveProperty("startedAt");
});

test("a long conversation is read in a turn of its own before it is written anew, a short one in one go", async () => {
  const order: string[] = [];
  const chat = () => {
    order.push("read");
    return anthropic.readRequest(body, "");
  };
  const long = { ...exchangeOf("/v1/messages"), chat, body: { kind: "held" as const, bytes: new Uint8Array(300_000) } };
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const target = { upstream, endpoint, url: "", translateTo: openaiChat };

  setImmediate(() => order.push("others"));
  await readApart(long, target);
  order.push("written");

  expect(order).toEqual(["read", "others", "written"]);
  expect(readApart({ ...long, body: { kind: "held", bytes: new Uint8Array(10) } }, target)).toBeNull();
  expect(readApart(long, { ...target, translateTo: null })).toBeNull();
});

test("X-11 a request that names no model is refused before it is written for a vendor that has it in the path", () => {
  const { model: _none, ...nameless } = body;
  const chat = () => anthropic.readRequest(nameless, "");

  expect(() => talk({ chat }, { translateTo: gemini })).toThrow("names no model");
  expect(talk({ chat }, { translateTo: gemini, model: "gemini-2.5-pro" }).asked.path).toContain("gemini-2.5-pro");
});
