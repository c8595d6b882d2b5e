import { expect, test } from "bun:test";
import { withoutCitations } from "../../../../src/translation/request/messages/citations.ts";
import { after, from, to } from "../../../support/steps.ts";

test("citations are told as lost wherever a client has them, and the text stays", () => {
  const citations = [{ type: "char_location", cited_text: "x" }];
  const cited = from.anthropic([{ role: "assistant", content: [{ type: "text", text: "so", citations }] }]);
  const annotations = [{ type: "url_citation", url: "https://a.example" }];
  const linked = from.responses([
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "so", annotations }] },
  ]);

  for (const chat of [cited, linked])
    expect(after([withoutCitations], chat, to.gemini)).toMatchObject({
      said: ["assistant: so"],
      rules: ["text.citations 1"],
    });
});

test("an empty list of them is nothing to tell", () => {
  const chat = from.responses([
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "so", annotations: [] }] },
  ]);

  expect(after([withoutCitations], chat, to.gemini).rules).toEqual([]);
});
