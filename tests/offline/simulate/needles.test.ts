import { expect, test } from "bun:test";
import { countNeedles, needlesIn } from "../../../src/offline/simulate/needles.ts";
import { model } from "../../support/sessions.ts";

const known = "src/server/listen.ts parseConfig 12345678";

test.each([
  ["anthropic", model([{ type: "tool_use", id: "t", name: "Edit", input: { file_path: "src/server/listen.ts" } }])],
  [
    "chat completions",
    { role: "assistant", tool_calls: [{ id: "c", function: { arguments: '{"path":"src/server/listen.ts"}' } }] },
  ],
  ["responses", { type: "function_call", call_id: "c", name: "edit", arguments: '{"path":"src/server/listen.ts"}' }],
  ["gemini", { role: "model", parts: [{ functionCall: { name: "edit", args: { path: "src/server/listen.ts" } } }] }],
])("a path in the arguments of a call is a needle, in the format %s", (_, item) => {
  expect(needlesIn([item], known)).toEqual(["src/server/listen.ts"]);
});

test("only what had been said before is a needle, and no short word", () => {
  const answer = model([
    { type: "tool_use", name: "Bash", input: { command: "grep parseConfig ok unheardOf 12345678" } },
  ]);
  expect(needlesIn([answer], known)).toEqual(["parseConfig", "12345678"]);
});

test("what is gone can be had back where its place says how", () => {
  const lost: string[] = [];
  const stack = {
    forwarded: "12345678",
    replaced: [
      { before: "… parseConfig …", after: "[left out: proxy-cli memory show m_abc1234567]" },
      { before: "… lostForGood …", after: "[left out: proxy-cli memory show m_abc1234567]" },
    ],
    originalOf: (id: string) => (id === "m_abc1234567" ? "… parseConfig …" : null),
  };

  const count = countNeedles(["12345678", "parseConfig", "lostForGood"], stack, (one) => lost.push(one));

  expect(count).toEqual({ all: 3, verbatim: 1, recoverable: 1 });
  expect(lost).toEqual(["lostForGood"]);
});
