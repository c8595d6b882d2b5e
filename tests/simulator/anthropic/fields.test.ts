import { expect, test } from "bun:test";
import { betasIn, checkFields, checkNames } from "../../../src/simulator/anthropic/fields.ts";
import { asks, frozen, jsonOf, post } from "../asking.ts";

test.each([
  [{ tempreature: 1 }, "tempreature: Extra inputs are not permitted"],
  [{ context_management: { edits: [] } }, "context_management: Extra inputs"],
  [{ constructor: 1 }, "constructor: Extra inputs"],
  [{ messages: [{ role: "user", content: "x", name: "me" }] }, "messages.0.name: Extra inputs"],
  [{ messages: [{}, { role: "system", content: "x", output_config: {} }] }, "messages.1.output_config: Extra inputs"],
  [{ thinking: { type: "adaptive", block_binding: {} } }, "thinking.adaptive.block_binding: Extra inputs"],
])("%j is refused by its name", (request, words) => {
  expect(() => checkFields(request, [])).toThrow(words);
});

test("a beta flag opens its own field and no other", () => {
  const asked = { context_management: { edits: [] } };

  expect(() => checkFields(asked, ["context-management-2025-06-27"])).not.toThrow();
  expect(() => checkFields(asked, ["structured-outputs-2025-11-13"])).toThrow("context_management");
});

test("flags come in one header, parted by commas", () => {
  expect(betasIn(new Headers({ "anthropic-beta": "a-1, b-2,," }))).toEqual(["a-1", "b-2"]);
  expect(betasIn(new Headers())).toEqual([]);
});

test("over the wire the flag of the header counts", async () => {
  const ask = asks.anthropic("hi", { context_management: { edits: [] } });
  const flag = { "anthropic-beta": "context-management-2025-06-27" };

  const refused = await post(frozen(), ...ask);
  expect([refused.status, (await jsonOf(refused)).error.message]).toEqual([
    400,
    "context_management: Extra inputs are not permitted",
  ]);
  expect((await post(frozen(), ...ask, flag)).status).toBe(200);
});

test.each([
  [{ tools: [{ name: "a b" }] }, "tools.0.custom.name: String should match pattern"],
  [{ tools: [{ name: "x" }, { name: "x" }] }, "Tool names must be unique"],
  [
    { messages: [{ role: "assistant", content: [{ type: "tool_use", id: "call 1", name: "x", input: {} }] }] },
    "messages.0.content.0.tool_use.id: String should match pattern",
  ],
  [
    {
      messages: ["a", "b"].map((name) => ({
        role: "assistant",
        content: [{ type: "tool_use", id: "t", name, input: {} }],
      })),
    },
    "ids must be unique",
  ],
])("%j has a name that does not do", (request, words) => {
  expect(() => checkNames(request)).toThrow(words);
});
