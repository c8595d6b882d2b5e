import { expect, test } from "bun:test";
import { takenBy, takes } from "../../../../src/translation/request/messages/taken.ts";
import { to } from "../../../support/steps.ts";

test("a vendor's quirks change what its format takes, for the models that they are about", () => {
  expect(takenBy(to.mistral)).toMatchObject({ instructionsFirst: true, answersResults: true, prefillMark: "prefix" });
  expect(takenBy(to.openai)).toMatchObject({ instructionsFirst: false, answersResults: false, prefillMark: null });
  expect(takenBy(to.gemini).callSeal).toBeNull();
  expect(takenBy(to.gemini3).callSeal).toBe("skip_thought_signature_validator");
  expect(takenBy({ ...to.gemini3, model: null }).mediaInResults).toEqual({});
});

test("quirks of chat completions are none of the vendor's other formats", () => {
  expect(takenBy(to.zai).thoughts).toBe("field");
  expect(takenBy(to.zaiMessages)).toMatchObject({ thoughts: "blocks", media: takenBy(to.anthropic).media });
});

test("a medium is taken by its kind and where it is from", () => {
  const source = { type: "url", url: "https://a.example", mediaType: null } as const;
  const block = {
    type: "media",
    kind: "document",
    source,
    name: null,
    detail: null,
    extras: {},
    origin: null,
  } as const;

  expect(takes(takenBy(to.openai).media, block)).toBe(false);
  expect(takes(takenBy(to.responses).media, block)).toBe(true);
});
