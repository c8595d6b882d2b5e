import { expect, test } from "bun:test";
import { tooLongIn } from "../../src/core/too-long.ts";

test("every vendor's sentence about a conversation that is too long tells by how much", () => {
  const said = {
    "prompt is too long: 215000 tokens > 200000 maximum": [215_000, 200_000],
    "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000": [190_000, 200_000],
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130,001 tokens.": [
      130_001, 128_000,
    ],
    "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).": [1_048_577, 1_048_576],
    "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length": [
      40_000, 32_768,
    ],
    "Your input exceeds the context window of this model.": [null, null],
    "Prompt exceeds max length": [null, null],
  };

  for (const [message, [tokens, maximum]] of Object.entries(said))
    expect(tooLongIn(message), message).toEqual({ tokens: tokens ?? null, maximum: maximum ?? null });
});

test("another sentence about tokens is none", () => {
  expect(tooLongIn("Rate limit reached: 30000 tokens per minute")).toBeNull();
  expect(tooLongIn("")).toBeNull();
});
