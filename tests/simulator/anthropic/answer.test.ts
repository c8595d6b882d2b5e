import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, payloads, post } from "../asking.ts";

const bash = {
  name: "Bash",
  input_schema: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
};

const streamed = async (text: string, more: object = {}) => {
  const response = await post(frozen(), ...asks.anthropic(text, { stream: true, ...more }));
  return { response, events: payloads(await response.text()) };
};

test("a stream has its events in the vendor's order", async () => {
  const { response, events } = await streamed("use two tools", {
    tools: [bash],
    thinking: { type: "enabled", budget_tokens: 1024 },
  });

  const names = events.map(({ event }) => event).filter((name, at, all) => name !== all[at - 1]);
  const block = ["content_block_start", "content_block_delta", "content_block_stop"];
  const firstBlock = ["content_block_start", "ping", "content_block_delta", "content_block_stop"];
  expect(names).toEqual([
    "message_start",
    ...firstBlock,
    ...block,
    ...block,
    ...block,
    "message_delta",
    "message_stop",
  ]);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("request-id")).toMatch(/^req_011C/);
});

test("every event carries its own name, and its data is padded with spaces before the last brace", async () => {
  const { events } = await streamed("say 40 words");

  for (const { event, data } of events) expect(JSON.parse(data)).toMatchObject({ type: event });
  expect(events.filter(({ data }) => / +}$/.test(data)).length).toBeGreaterThan(5);
});

test("the pieces of a stream make the whole answer, with the same bill", async () => {
  const simulator = frozen();
  const whole = await jsonOf(await post(simulator, ...asks.anthropic("say 40 words", {})));
  const { events } = await streamed("say 40 words");

  const deltas = events.map(({ data }) => JSON.parse(data)).filter(({ type }) => type === "content_block_delta");
  expect(deltas.map(({ delta }) => delta.text).join("")).toBe(whole.content[0].text);
  expect(JSON.parse(events.at(-2)?.data ?? "")).toMatchObject({
    delta: { stop_reason: "end_turn" },
    usage: { input_tokens: whole.usage.input_tokens, output_tokens: whole.usage.output_tokens },
  });
});

test("hidden thinking has no words, only a signature, and is billed", async () => {
  const { events } = await streamed("hi", { thinking: { type: "adaptive", display: "omitted" } });

  const deltas = events
    .map(({ data }) => JSON.parse(data))
    .filter(({ type, index }) => type === "content_block_delta" && index === 0);
  expect(deltas.map(({ delta }) => delta.type)).toEqual(["signature_delta"]);
  const shown = await jsonOf(await post(frozen(), ...asks.anthropic("hi", { thinking: { type: "adaptive" } })));
  expect(JSON.parse(events.at(-2)?.data ?? "").usage.output_tokens).toBe(shown.usage.output_tokens);
});

test.each([
  [{ max_tokens: 4 }, "max_tokens", null],
  [{ stop_sequences: [" is"] }, "stop_sequence", " is"],
  [{ tools: [bash] }, "tool_use", null],
  [{}, "end_turn", null],
])("%j ends with %s", async (more, stop_reason, stop_sequence) => {
  const response = await post(frozen(), ...asks.anthropic("hi", more));

  expect(await jsonOf(response)).toMatchObject({ stop_reason, stop_sequence });
});
