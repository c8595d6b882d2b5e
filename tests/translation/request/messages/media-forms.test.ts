import { expect, test } from "bun:test";
import type { MediaBlock, MediaSource } from "../../../../src/core/chat.ts";
import { formed } from "../../../../src/translation/request/messages/media-forms.ts";
import { takenBy } from "../../../../src/translation/request/messages/taken.ts";
import { part } from "../../../support/chat.ts";
import { to } from "../../../support/steps.ts";

const medium = (kind: MediaBlock["kind"], source: MediaSource, name: string | null = null): MediaBlock => ({
  ...{ ...part, type: "media", kind, source, name, detail: null },
  origin: { dialect: "anthropic", path: [] },
});

const formFor = (block: MediaBlock, place: (typeof to)[keyof typeof to]): unknown =>
  formed(block, place.provider, takenBy(place));

test("a document of text is a text where documents are bytes, with its name", () => {
  const notes = medium("document", { type: "text", text: "one & two", mediaType: "text/plain" }, "notes.txt");

  expect(formFor(notes, to.openai)).toMatchObject({
    type: "text",
    text: '<document name="notes.txt">\none & two\n</document>',
  });
  expect(formFor(notes, to.anthropic)).toMatchObject({ source: { type: "text", text: "one & two" } });
});

test("bytes of a text are a text, where only that is taken", () => {
  const data = Buffer.from("# é").toString("base64");
  const readme = medium("document", { type: "base64", mediaType: "text/markdown", data });

  expect(formFor(readme, to.anthropic)).toMatchObject({
    source: { type: "text", text: "# é", mediaType: "text/plain" },
  });
  expect(formFor(readme, to.zai)).toMatchObject({ type: "text" });
  expect(formFor(readme, to.gemini)).toMatchObject({ source: { type: "base64" } });
});

test("an address says what is there, by its end or by what is usual", () => {
  const image = (url: string) => formFor(medium("image", { type: "url", url, mediaType: null }), to.gemini);

  expect(image("https://a.example/x.PNG?y=1")).toMatchObject({ source: { mediaType: "image/png" } });
  expect(image("https://a.example/picture")).toMatchObject({ source: { mediaType: "image/jpeg" } });
});

test("a file has a name where it needs one, and the form that its vendor's writer goes by", () => {
  const pdf = medium("document", { type: "base64", mediaType: "application/pdf", data: "AA==" });

  expect(formFor(pdf, to.openai)).toMatchObject({ name: "document.pdf" });
  expect(formFor(pdf, to.mistral)).toMatchObject({ extras: { type: "document_url" }, origin: null });
});
