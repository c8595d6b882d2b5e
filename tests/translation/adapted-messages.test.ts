import { expect, test } from "bun:test";
import { spliced } from "../../src/lib/json-splice.ts";
import { mistral } from "../../src/providers/mistral.ts";
import { openai } from "../../src/providers/openai.ts";
import { messageChanges } from "../../src/translation/adapted-messages.ts";
import { takesOf } from "../../src/translation/takes.ts";

/** What becomes of messages on their way to a vendor. */
const at = ({ quirks }: typeof openai, ...messages: readonly object[]) => {
  const { splices, thoughts } = messageChanges(
    { messages },
    { ...quirks, ...takesOf({ quirks }, "openai-chat", null) },
  );
  const text = Buffer.from(spliced(Buffer.from(JSON.stringify({ messages })), splices) ?? []).toString();
  return { messages: JSON.parse(text).messages, thoughts };
};

const call = { id: "abcdefghi", type: "function", function: { name: "f", arguments: "{}" } };

test("an answer of OpenAI's goes back to Mistral without what only OpenAI says of it", () => {
  const answer = { role: "assistant", content: null, refusal: null, annotations: [], tool_calls: [call] };
  const said = at(mistral, answer, { role: "tool", tool_call_id: "abcdefghi", content: "x" });

  expect(said.messages[0]).toEqual({ role: "assistant", content: null, tool_calls: [call] });
  expect(said.thoughts).toBe(0);
});

test("after the results of tools Mistral has the last word before the user, and goes on with its own", () => {
  const result = { role: "tool", tool_call_id: "abcdefghi", content: "x" };
  const { messages } = at(mistral, result, { role: "user", content: "and?" }, { role: "assistant", content: "So" });

  expect(messages).toEqual([
    ...[result, { role: "assistant", content: "OK." }, { role: "user", content: "and?" }],
    { role: "assistant", content: "So", prefix: true },
  ]);
});

test("thoughts of Mistral's and of z.ai's do not get to OpenAI, and that is counted", () => {
  const thought = { type: "thinking", thinking: [{ type: "text", text: "hm" }] };
  const text = { type: "text", text: "yes" };
  const { messages, thoughts } = at(
    openai,
    { role: "assistant", content: [thought, text], prefix: false },
    { role: "assistant", content: [thought], tool_calls: [call] },
    { role: "assistant", content: [thought] },
    { role: "assistant", content: "so", reasoning_content: "hm" },
  );

  expect(messages).toEqual([
    { role: "assistant", content: [text] },
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "assistant", content: "" },
    { role: "assistant", content: "so" },
  ]);
  expect(thoughts).toBe(4);
});

test("the address of an image stands in an object where it has to", () => {
  const image = { role: "user", content: [{ type: "image_url", image_url: "https://a/b.png" }] };

  expect(at(openai, image).messages[0].content).toEqual([{ type: "image_url", image_url: { url: "https://a/b.png" } }]);
  expect(at(mistral, image).messages).toEqual([image]);
});
