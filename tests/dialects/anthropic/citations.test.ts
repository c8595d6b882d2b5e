import { expect, test } from "bun:test";
import { readCitations } from "../../../src/dialects/anthropic/citations.ts";

test("pages of the web are read, and all other sources are the vendor's own", () => {
  const page = {
    type: "web_search_result_location",
    url: "https://example.com",
    title: "A page",
    encrypted_index: "x",
  };

  expect(readCitations([page, { type: "char_location", document_index: 0 }, 7])).toEqual([
    { url: "https://example.com", title: "A page", span: null, said: null },
  ]);
  expect(readCitations(undefined)).toEqual([]);
});
