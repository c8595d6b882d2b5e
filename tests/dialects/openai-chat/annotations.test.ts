import { expect, test } from "bun:test";
import { annotated, annotationsOf, readAnnotations } from "../../../src/dialects/openai-chat/annotations.ts";

const fields = { url: "https://example.com", title: "A page", start_index: 1, end_index: 2 };
const citation = { url: fields.url, title: fields.title, span: { start: 1, end: 2 }, said: null };
const text = { type: "text", text: "abc", extras: {}, origin: null } as const;

test("both forms of an annotation are read, and what is no page of the web is none", () => {
  const chat = { type: "url_citation", url_citation: fields };
  const response = { type: "url_citation", ...fields };

  expect(readAnnotations([chat, response, { type: "file_citation" }, null])).toEqual([citation, citation]);
  expect(readAnnotations([{ type: "url_citation", url: fields.url }])).toEqual([
    { url: fields.url, title: null, span: null, said: null },
  ]);
});

test("places are those of the one text that several come to", () => {
  const blocks = [text, { ...text, citations: [citation] }];

  expect(annotationsOf(blocks)).toEqual([
    { type: "url_citation", url_citation: { ...fields, start_index: 4, end_index: 5 } },
  ]);
  expect(annotationsOf([text])).toBeNull();
});

test("a message's annotations are those of its text", () => {
  expect(annotated([text], [{ type: "url_citation", ...fields }])).toEqual([{ ...text, citations: [citation] }]);
  expect(annotated([], [{ type: "url_citation", ...fields }])).toEqual([]);
});
