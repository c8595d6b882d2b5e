import { expect, test } from "bun:test";
import { lossesBetween, rowOf, rowsBetween } from "../../../src/translation/table/index.ts";
import { fitted } from "../../support/fitted.ts";

test("what is lost between two formats is a part of what changes", () => {
  const losses = lossesBetween("openai-chat", "anthropic", { quirks: {} });

  expect(rowsBetween("openai-chat", "anthropic", { quirks: {} })).toEqual(expect.arrayContaining([...losses]));
  expect(losses.filter(({ does }) => does === "carried")).toEqual([]);
});

test("a name that is in no table has no row", () => {
  expect(rowOf("toString")).toBeNull();
});

test("a reference to what another vendor holds is refused, and a document that is text is text", () => {
  const reference = { input: [{ type: "item_reference", id: "msg_1" }] };
  const source = { type: "text", media_type: "text/plain", data: "words" };
  const content = [{ type: "document", source }];

  expect(() => fitted("openai-responses", reference, "anthropic")).toThrow(
    expect.objectContaining({ rule: "messages.held" }),
  );
  const { rules } = fitted("anthropic", { messages: [{ role: "user", content }] }, "openai/openai-chat gpt-4o");
  expect(rules).toContain("media.text");
});
