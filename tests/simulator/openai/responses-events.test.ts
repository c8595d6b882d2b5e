import { expect, test } from "bun:test";
import { asks, frozen, payloads, post } from "../asking.ts";

const tools = [
  {
    type: "function",
    name: "shell",
    parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
  },
];

const eventsOf = async (text: string, more: object = {}) =>
  payloads(await (await post(frozen(), ...asks["openai-responses"](text, { stream: true, ...more }))).text()).map(
    ({ event, data }) => ({ event, data: JSON.parse(data) }),
  );

test("a stream has every event of its items, named and numbered", async () => {
  const events = await eventsOf("hi", { tools, reasoning: { effort: "low", summary: "auto" } });

  const names = events
    .map(({ event }) => event.replace("response.", ""))
    .filter((name, at, all) => name !== all[at - 1]);
  expect(names).toEqual([
    "created",
    "in_progress",
    "output_item.added",
    "reasoning_summary_part.added",
    "reasoning_summary_text.delta",
    "reasoning_summary_text.done",
    "reasoning_summary_part.done",
    "output_item.done",
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.done",
    "output_item.done",
    "completed",
  ]);
  expect(events.every(({ event, data }, at) => data.type === event && data.sequence_number === at)).toBe(true);
});

test("an item keeps its id from its announcement to its end", async () => {
  const events = await eventsOf("use two tools", { tools });

  const completed = events.at(-1)?.data.response.output;
  const added = events.filter(({ event }) => event === "response.output_item.added").map(({ data }) => data.item);
  const done = events.filter(({ event }) => event === "response.output_item.done").map(({ data }) => data.item);
  expect(done).toEqual(completed);
  expect(added.map(({ id }) => id)).toEqual(done.map(({ id }) => id));
  expect(new Set(done.map(({ id }) => id)).size).toBe(3);
});

test("the pieces of a text are the text", async () => {
  const events = await eventsOf("echo: 你好, a long 😀 text");

  const pieces = events.flatMap(({ event, data }) => (event === "response.output_text.delta" ? [data.delta] : []));
  expect(pieces.join("")).toBe("你好, a long 😀 text");
});

test("hidden thought is announced without words", async () => {
  const events = await eventsOf("hi", { reasoning: { effort: "low" } });

  expect(events.some(({ event }) => event.startsWith("response.reasoning"))).toBe(false);
  expect(events[2]?.data.item).toMatchObject({ type: "reasoning", summary: [] });
});

test("free text for a tool and a cut answer have their own events", async () => {
  const custom = await eventsOf("hi", { tools: [{ type: "custom", name: "code" }] });
  const cut = await eventsOf("say 99 words", { max_output_tokens: 16 });

  expect(custom.find(({ event }) => event === "response.custom_tool_call_input.done")?.data.input).toBe(
    "echo simulated-ok",
  );
  expect(cut.at(-1)?.event).toBe("response.incomplete");
});
