import { expect, test } from "bun:test";
import type { Edit } from "../../src/core/edit.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { byMemory, type Forwarded } from "../../src/core/memory.ts";
import type { JsonPath } from "../../src/lib/json.ts";
import { watchConserved } from "../../src/paranoid/conserved.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf } from "../support/exchange.ts";

const tag = "<environment_details>\nopen: a.ts\n</environment_details>";
const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
const conversation = {
  ...{ model: "claude-sonnet-4-5", max_tokens: 9, system: "Be brief." },
  tools: [{ name: "Bash", description: "runs", input_schema: { type: "object" } }],
  messages: [
    { role: "user", content: [{ type: "text", text: `look ${tag}` }, image] },
    { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "Bash", input: { command: "ls" } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "long ".repeat(500) }] },
    { role: "assistant", content: [{ type: "text", text: "I see." }] },
    { role: "user", content: [{ type: "text", text: `and now? ${tag} please` }] },
  ],
};

const edit = (path: JsonPath, value: unknown, by = byMemory): Edit => ({ kind: "body", by, do: "set", path, value });

/** What is told of that conversation when it leaves with these edits. */
const toldOf = (edits: readonly Edit[], forwarded: Partial<Forwarded> = {}): readonly string[] => {
  const told: string[] = [];
  const exchange: Exchange = exchangeOf("/v1/messages");
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(conversation)) });
  exchange.edits = edits;
  exchange.notes.forwarded = { removedBefore: 0, removedLive: 0, ...forwarded } as Forwarded;
  watchConserved((id, what) => told.push(`${id} ${what.replace(exchange.id, "r")}`))(exchange);
  return told;
};

test("what tools gave may be shorter, an old picture may be a line, and what a program repeats may say so", () => {
  expect(toldOf([])).toEqual([]);
  expect(
    toldOf([
      edit(["messages", 0, "content", 1], { type: "text", text: "a picture" }),
      edit(["messages", 2, "content", 0, "content"], "[left out]"),
      edit(
        ["messages", 4, "content", 0, "text"],
        "and now? <environment_details>as before</environment_details> please",
      ),
    ]),
  ).toEqual([]);
});

test("what other features change for a vendor is not what was left out", () => {
  expect(toldOf([edit(["model"], "glm-4.6", "plan"), edit(["thinking"], { type: "disabled" }, "plan")])).toEqual([]);
});

test.each([
  ["the instructions", edit(["system"], "Be long."), "system"],
  ["a tool", edit(["tools", 0, "description"], "walks"), "tools"],
  ["a call", edit(["messages", 1, "content", 0, "input", "command"], "rm"), "message 1"],
  ["whose result it is", edit(["messages", 2, "content", 0, "tool_use_id"], "toolu_2"), "message 2"],
  ["what the model said", edit(["messages", 3, "content", 0, "text"], "I saw."), "message 3"],
  ["what a person said last", edit(["messages", 4, "content", 0, "text"], `and then? ${tag} please`), "message 4"],
  [
    "more than the repeated part of it",
    edit(["messages", 4, "content", 0, "text"], "now? <environment_details>as before</environment_details> please"),
    "message 4",
  ],
  ["who speaks", edit(["messages", 3, "role"], "user"), "message 3"],
] as const)("I-04: a request that leaves with %s changed is told", (_, changed, what) => {
  expect(toldOf([changed])).toEqual([`I-04 r: ${what} is not as the client sent it`]);
});

test("I-04: a message that is gone, and a request that got longer, are told", () => {
  const gone: Edit = { kind: "body", by: byMemory, do: "remove", path: ["messages", 2] };

  expect(toldOf([gone])).toEqual(["I-04 r: the number of messages is not as the client sent it"]);
  expect(toldOf([], { removedLive: -3 })).toEqual(["I-04 r: 3 tokens more than the client has sent"]);
});
