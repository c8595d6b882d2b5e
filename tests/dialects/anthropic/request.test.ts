import { expect, test } from "bun:test";
import { readRequest } from "../../../src/dialects/anthropic/request.ts";

const message = { role: "user", content: "hi" };

test("a request is read: who speaks, what with, and how the answer is drawn", () => {
  const chat = readRequest({
    model: "m",
    max_tokens: 9,
    stream: true,
    temperature: 0.5,
    stop_sequences: ["END"],
    system: [{ type: "text", text: "be short", cache_control: { type: "ephemeral" } }],
    messages: [message],
    metadata: { user_id: "u" },
  });

  expect(chat).toMatchObject({
    model: "m",
    stream: true,
    sampling: { maxTokens: 9, temperature: 0.5, stop: ["END"], topK: null },
    system: [{ type: "text", text: "be short", origin: { path: ["system", 0] } }],
    messages: [{ role: "user", blocks: [{ text: "hi", origin: { path: ["messages", 0, "content"] } }] }],
    extras: { metadata: { user_id: "u" } },
  });
});

test("the system may speak in the middle, with an effort for what follows", () => {
  const system = { role: "system", content: [{ type: "text", text: "skills" }], output_config: { effort: "low" } };
  const { messages } = readRequest({ messages: [message, system, message] });

  expect(messages.map(({ role }) => role)).toEqual(["user", "system", "user"]);
  expect(messages[1]?.extras).toEqual({ output_config: { effort: "low" } });
});

test("how much is thought: off, by a budget, as the model sees fit, by an effort", () => {
  const reasoning = (body: object) => readRequest({ ...body }).reasoning;

  expect(reasoning({})).toBeNull();
  expect(reasoning({ thinking: { type: "disabled" } })?.mode).toBe("off");
  expect(reasoning({ thinking: { type: "enabled", budget_tokens: 5 } })).toMatchObject({
    mode: "on",
    effort: null,
    budgetTokens: 5,
  });
  expect(reasoning({ thinking: { type: "adaptive", display: "omitted" } })).toMatchObject({
    mode: "adaptive",
    effort: null,
    isShown: false,
  });
  expect(reasoning({ thinking: { type: "adaptive" }, output_config: { effort: "high" } })).toMatchObject({
    mode: "adaptive",
    effort: "high",
  });
});

test("a thread that goes on says with what; one that begins goes on with nothing", () => {
  expect(readRequest({ thread: { type: "continue", previous_message_id: "msg_1" } }).continues).toBe("msg_1");
  expect(readRequest({ thread: { type: "create" } })).toMatchObject({
    continues: null,
    extras: { thread: { type: "create" } },
  });
});

test("the shape of the answer is found in both of its places", () => {
  const schema = { type: "object" };
  const format = { type: "json-schema", schema };

  expect(readRequest({ output_config: { format: { type: "json_schema", schema } } }).format).toMatchObject(format);
  expect(readRequest({ output_format: { type: "json_schema", schema } }).format).toMatchObject(format);
});

test("what is of the wrong type stays as it was", () => {
  const { messages, extras } = readRequest({ messages: "none", temperature: "hot", model: null });

  expect([messages, extras]).toEqual([[], { messages: "none", temperature: "hot" }]);
  expect(readRequest({ messages: [{ role: "poet", content: 5 }, "odd"] }).messages).toMatchObject([
    { role: "user", blocks: [], extras: { role: "poet", content: 5 } },
    { role: "user", blocks: [{ type: "unknown", json: "odd" }] },
  ]);
});

test("blocks within blocks without end are unknown from some depth on", () => {
  let content: unknown = "end";
  for (let depth = 0; depth < 50_000; depth++) content = [{ type: "tool_result", tool_use_id: "t", content }];

  expect(readRequest({ messages: [{ role: "user", content }] }).messages).toHaveLength(1);
});
