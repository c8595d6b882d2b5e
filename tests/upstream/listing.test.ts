import { expect, test } from "bun:test";
import { providers } from "../../src/providers/index.ts";
import { listingOf } from "../../src/upstream/listing.ts";

test("every address of every vendor is asked for its models where clients of its format ask", () => {
  const asked = providers.flatMap(({ name, endpoints }) =>
    endpoints.map((endpoint) => [name, endpoint.dialects[0], listingOf(endpoint).path]),
  );

  expect(asked).toEqual([
    ["anthropic", "anthropic", "/v1/models"],
    ["openai", "openai-chat", "/v1/models"],
    ["google", "gemini", "/v1beta/models"],
    ["google", "openai-chat", "/v1/models"],
    ["mistral", "openai-chat", "/v1/models"],
    ["zai", "anthropic", "/v1/models"],
    ["zai", "openai-chat", "/v1/models"],
    ["simulator", "anthropic", "/v1/models"],
  ]);
});
