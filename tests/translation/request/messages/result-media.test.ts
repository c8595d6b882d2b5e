import { expect, test } from "bun:test";
import { paired } from "../../../../src/translation/request/messages/pairs.ts";
import { mediaBehindResults } from "../../../../src/translation/request/messages/result-media.ts";
import { after, from, to } from "../../../support/steps.ts";

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } };
const chat = from.anthropic([
  { role: "assistant", content: ["1", "2"].map((id) => ({ type: "tool_use", id, name: "shot", input: {} })) },
  {
    role: "user",
    content: [
      { type: "tool_result", tool_use_id: "1", content: [{ type: "text", text: "done" }, image] },
      { type: "tool_result", tool_use_id: "2", content: [image] },
      { type: "text", text: "well?" },
    ],
  },
]);

test("images of tools follow behind the results where those are texts, and say whose they are", () => {
  for (const place of [to.openai, to.gemini])
    expect(after([paired, mediaBehindResults], chat, place)).toMatchObject({
      said: [
        "assistant: call(1,shot) | call(2,shot)",
        "tool: result(1: done) | result(2: [see below])",
        "user: [What shot gave, of call 1:] | image(base64) | [What shot gave, of call 2:] | image(base64)",
        "user: well?",
      ],
      rules: ["results.media 2"],
    });
});

test("they stay where results can have them", () => {
  for (const place of [to.anthropic, to.responses, to.gemini3])
    expect(after([paired, mediaBehindResults], chat, place).said[1]).toBe(
      "tool: result(1: done | image(base64)) | result(2: image(base64))",
    );
});
