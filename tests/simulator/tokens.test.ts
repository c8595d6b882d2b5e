import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  firstTokens,
  mediaTokens,
  tokenPieces,
  tokensIn,
  tokensInJson,
  visibleTokens,
} from "../../src/simulator/tokens.ts";

describe("the token rule", () => {
  test.each([
    ["", 0],
    ["   \n\t", 0],
    ["hello", 1],
    ["hello world", 2],
    ["thirteenchars", 2],
    ["1234", 2],
    ["1234567", 3],
    ["123", 1],
    ["a,b", 3],
    ["....", 2],
    ["你好吗", 3],
    ["お元気 ok", 4],
    ["naïve café", 2],
    ["😀😀😀", 1],
  ])("%p costs %p", (text, tokens) => {
    expect(tokensIn(text)).toBe(tokens);
  });

  test("pieces of a text are the text again, and cost no more than their size", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 7 }), (text, size) => {
        const pieces = tokenPieces(text, size);

        expect(pieces.join("")).toBe(text);
        expect(pieces.every((piece) => tokensIn(piece) <= size)).toBe(true);
      }),
    );
  });

  test("the first tokens of a text are a beginning of it that costs no more than allowed", () => {
    expect(firstTokens("one two three", 2)).toBe("one two");
    expect(firstTokens("one two three", 9)).toBe("one two three");
    expect(firstTokens("one", 0)).toBe("");
  });
});

describe("what a model sees of a request", () => {
  test("words cost, names of types and ids do not", () => {
    expect(
      visibleTokens([
        {
          role: "user",
          id: "msg_1",
          content: [{ type: "text", text: "two words", cache_control: { type: "ephemeral" } }],
        },
      ]),
    ).toBe(2);
  });

  test("a thought costs its words and not its signature", () => {
    expect(visibleTokens({ type: "thinking", thinking: "so be it", signature: "abc def" })).toBe(3);
  });

  test("tool arguments cost their JSON", () => {
    const input = { command: "ls", flags: [1, true] };

    expect(visibleTokens({ type: "tool_use", id: "t", name: "Bash", input })).toBe(1 + tokensInJson(input));
  });

  test.each([
    [{ type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } }],
    [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }],
    [{ type: "input_image", image_url: "data:image/png;base64,AAAA" }],
    [{ inlineData: { mimeType: "image/png", data: "AAAA" } }],
    [{ type: "document", source: { type: "base64", media_type: "application/pdf", data: "AAAA" } }],
  ])("a medium has one price: %p", (part) => {
    expect(visibleTokens([part])).toBe(mediaTokens);
  });

  test("a document of text costs its words", () => {
    expect(
      visibleTokens({ type: "document", source: { type: "text", media_type: "text/plain", data: "just three words" } }),
    ).toBe(3);
  });

  test("nothing costs nothing", () => {
    expect(visibleTokens(undefined)).toBe(0);
    expect(tokensInJson(undefined)).toBe(0);
  });
});
