import { expect, test } from "bun:test";
import { markedSeal } from "../../../src/core/seal.ts";
import type { JsonObject } from "../../../src/lib/json.ts";
import { spliced } from "../../../src/lib/json-splice.ts";
import { mayHoldSeals, sealChanges } from "../../../src/translation/same/seals.ts";

const bytesOf = (body: JsonObject): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

/** The body as it goes out. */
const edited = (body: JsonObject, provider: string): unknown => {
  const bytes = spliced(bytesOf(body), sealChanges(body, { name: provider, quirks: { thoughtBegins: true } }).edits);
  return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
};

const foreign = { type: "thinking", thinking: "hm", signature: markedSeal("openai", "ENC") };
const text = { type: "text", text: "so" };
const use = { type: "tool_use", id: "1", name: "f", input: {} };

test("in the client's own format too, a thought of another vendor goes, and nothing else changes", () => {
  const own = { type: "thinking", thinking: "mine", signature: "SIG" };
  const body = { messages: [{ role: "assistant", content: [own, foreign, text] }], max_tokens: 9 };

  expect(edited(body, "anthropic")).toEqual({ messages: [{ role: "assistant", content: [own, text] }], max_tokens: 9 });
});

test("a message of which nothing is left goes as a whole", () => {
  const body = {
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: [foreign] },
      { role: "user", content: "b" },
    ],
  };

  expect(edited(body, "anthropic")).toEqual({ messages: [body.messages[0], body.messages[2]] });
});

test("the vendor's own seal is opened in its place, and a sealed thought is in its own kind of block again", () => {
  const body = (signature: string) => ({
    messages: [{ role: "assistant", content: [{ ...foreign, signature }, text] }],
  });

  expect(edited(body(markedSeal("anthropic", "SIG")), "anthropic")).toEqual(body("SIG"));
  expect(edited(body(markedSeal("anthropic", "DATA", true)), "anthropic")).toEqual({
    messages: [{ role: "assistant", content: [{ type: "redacted_thinking", data: "DATA" }, text] }],
  });
});

test("items of reasoning and parts with signatures are treated alike", () => {
  const reasoning = { type: "reasoning", summary: [], encrypted_content: markedSeal("anthropic", "SIG") };
  const said = { type: "message", role: "assistant", content: [] };
  expect(edited({ input: [reasoning, said] }, "openai")).toEqual({ input: [said] });

  const thoughtSignature = markedSeal("anthropic", "SIG");
  const parts = [
    { text: "hm", thought: true, thoughtSignature },
    { functionCall: { name: "f" }, thoughtSignature },
  ];
  expect(edited({ contents: [{ role: "model", parts }] }, "google")).toEqual({
    contents: [{ role: "model", parts: [{ functionCall: { name: "f" } }] }],
  });
});

test("a turn under way that loses its thought is answered without a budget of thoughts, a finished one as asked", () => {
  const thinking = { type: "enabled", budget_tokens: 2000 };
  const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "1" }] };
  const open = { thinking, messages: [{ role: "assistant", content: [foreign, use] }, result] };
  const done = {
    thinking,
    messages: [
      { role: "assistant", content: [foreign, text] },
      { role: "user", content: "so?" },
    ],
  };

  expect(edited(open, "anthropic")).toMatchObject({ thinking: { type: "disabled" } });
  expect(edited(done, "anthropic")).toMatchObject({ thinking });
  expect(edited({ ...open, thinking: { type: "adaptive" } }, "anthropic")).toMatchObject({
    thinking: { type: "adaptive" },
  });
});

test("a look at the bytes tells whether there may be a mark; the same letters in a text are somebody's own", () => {
  const quoted = { messages: [{ role: "user", content: markedSeal("openai", "ENC") }] };

  expect(mayHoldSeals(bytesOf({ messages: [{ content: [foreign] }] }))).toBe(true);
  expect(mayHoldSeals(bytesOf({ messages: [{ content: [text] }] }))).toBe(false);
  expect(sealChanges(quoted, { name: "anthropic", quirks: {} }).edits).toEqual([]);
});
