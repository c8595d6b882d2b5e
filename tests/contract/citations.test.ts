import { expect, test } from "bun:test";
import type { Dialect } from "../../src/core/dialect.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../src/dialects/openai-responses/index.ts";
import { unified } from "../../src/dialects/unified/index.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { translateAnswer } from "../../src/translation/answer/index.ts";
import { brokenRule } from "../support/grammar/index.ts";
import { wayOf } from "../translation/answer/ways.ts";

const url = "https://example.com/né";
const title = "A page";
const event = (json: { readonly type: string }): string => `event: ${json.type}\ndata: ${JSON.stringify(json)}\n\n`;
const data = (json: object): string => `data: ${JSON.stringify(json)}\n\n`;

/** What the piece is that the page stands behind: `né 你好.`, after a text of its own in some formats. */
const page = { type: "web_search_result_location", url, title, encrypted_index: "EI", cited_text: "…" };
const flat = { type: "url_citation", start_index: 3, end_index: 9, url, title };
const nested = { type: "url_citation", url_citation: { start_index: 3, end_index: 9, url, title } };
const groundingMetadata = {
  groundingChunks: [{ web: { uri: url, title } }],
  groundingSupports: [{ segment: { startIndex: 3, endIndex: 14, text: "né 你好." }, groundingChunkIndices: [0] }],
};
const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1 };

const vendors: readonly { readonly from: Dialect; readonly whole: JsonObject; readonly stream: string }[] = [
  {
    from: anthropic,
    whole: {
      ...{ type: "message", role: "assistant", stop_reason: "end_turn" },
      content: [
        { type: "text", text: "So " },
        { type: "text", text: "né 你好.", citations: [page] },
      ],
    },
    stream: [
      { type: "message_start", message: { id: "m" } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "So " } },
      { type: "content_block_stop", index: 0 },
      { type: "content_block_start", index: 1, content_block: { type: "text", text: "", citations: [] } },
      { type: "content_block_delta", index: 1, delta: { type: "citations_delta", citation: page } },
      { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "né 你好." } },
      { type: "content_block_stop", index: 1 },
      { type: "message_delta", delta: { stop_reason: "end_turn" } },
      { type: "message_stop" },
    ]
      .map(event)
      .join(""),
  },
  {
    from: openaiResponses,
    whole: {
      status: "completed",
      output: [
        {
          ...{ type: "message", role: "assistant", id: "i" },
          content: [{ type: "output_text", text: "So né 你好.", annotations: [flat] }],
        },
      ],
    },
    stream: [
      { type: "response.created", response: { id: "r" } },
      {
        type: "response.output_item.added",
        output_index: 0,
        item: { type: "message", role: "assistant", content: [] },
      },
      {
        type: "response.content_part.added",
        output_index: 0,
        part: { type: "output_text", text: "", annotations: [] },
      },
      { type: "response.output_text.delta", output_index: 0, delta: "So né 你好." },
      { type: "response.output_text.annotation.added", output_index: 0, annotation_index: 0, annotation: flat },
      { type: "response.content_part.done", output_index: 0, part: { type: "output_text", text: "So né 你好." } },
      { type: "response.completed", response: { id: "r", status: "completed" } },
    ]
      .map(event)
      .join(""),
  },
  {
    from: openaiChat,
    whole: {
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "So né 你好.", annotations: [nested] },
          finish_reason: "stop",
        },
      ],
    },
    stream: [
      data({ id: "c", choices: [{ index: 0, delta: { content: "So né 你好." } }] }),
      data({ id: "c", choices: [{ index: 0, delta: { annotations: [nested] } }] }),
      data({ id: "c", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
      "data: [DONE]\n\n",
    ].join(""),
  },
  {
    from: gemini,
    whole: {
      candidates: [{ content: { parts: [{ text: "So né 你好." }] }, finishReason: "STOP", groundingMetadata }],
      usageMetadata,
    },
    stream: [
      data({ candidates: [{ content: { parts: [{ text: "So né " }] } }] }),
      data({
        candidates: [{ content: { parts: [{ text: "你好." }] }, finishReason: "STOP", groundingMetadata }],
        usageMetadata,
      }),
    ].join(""),
  },
];

/** What a client of this format is told of the page, whole and as a stream. */
const clients: readonly {
  readonly to: Dialect;
  readonly whole: readonly string[];
  readonly stream: readonly string[];
}[] = [
  { to: openaiChat, whole: [JSON.stringify(nested.url_citation)], stream: [JSON.stringify(nested.url_citation)] },
  { to: unified, whole: [JSON.stringify(nested.url_citation)], stream: [JSON.stringify(nested.url_citation)] },
  { to: gemini, whole: [JSON.stringify(groundingMetadata)], stream: [JSON.stringify(groundingMetadata)] },
];

for (const { from, whole, stream } of vendors) {
  for (const { to, ...told } of clients.filter((client) => client.to !== from))
    test(`the page behind a text of ${from.name} is told to a client of ${to.name}, at its place`, () => {
      const { body, text } = answered(from, to, whole, stream);

      for (const piece of told.whole) expect(body).toContain(piece);
      for (const piece of told.stream) expect(text).toContain(piece);
      expect(brokenRule(to.name, text)).toBeNull();
    });

  if (from !== openaiResponses)
    test(`the page behind a text of ${from.name} is told to a client of openai-responses, in an event of its own`, () => {
      const { body, text } = answered(from, openaiResponses, whole, stream);

      const [start, end] = from === anthropic ? [0, 6] : [3, 9]; // there it is a part of its own
      const annotation = JSON.stringify({ type: "url_citation", start_index: start, end_index: end, url, title });
      expect(body).toContain(`"annotations":[${annotation}]`);
      expect(text).toMatch(/event: response\.output_text\.annotation\.added\ndata: .*"annotation_index":0/);
      expect(text.split(annotation)).toHaveLength(5); // the event, the part done, the item done, the response
      expect(brokenRule("openai-responses", text)).toBeNull();
    });

  if (from !== anthropic)
    test(`a client of anthropic reads the text of ${from.name} without the page: only its vendor can seal a citation`, () => {
      const { body, text } = answered(from, anthropic, whole, stream);

      expect(body + text).not.toMatch(/citation|example\.com/);
      expect(body).toContain("So né 你好.");
      expect(brokenRule("anthropic", text)).toBeNull();
    });
}

const chat = openaiChat.readRequest({ model: "asked", stream: true, messages: [] }, "");

const answered = (from: Dialect, to: Dialect, whole: JsonObject, stream: string) => {
  const answer = translateAnswer(wayOf(from, to, { chat }));
  const translation = answer.stream();
  const taken = translation.take(new TextEncoder().encode(stream));
  return {
    body: JSON.stringify(answer.whole(whole)),
    text: Buffer.concat([taken, translation.rest()]).toString(),
  };
};
