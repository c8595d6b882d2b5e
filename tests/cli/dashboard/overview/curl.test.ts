import { expect, test } from "bun:test";
import { curlFor } from "../../../../cli/dashboard/overview/curl.ts";

const status = { url: "http://127.0.0.1:8080" };
const upstream = (dialect: string, takesAnyKey = false) => ({ dialects: [dialect], takesAnyKey });

test.each([
  ["anthropic", "/v1/messages", "x-api-key: $ANTHROPIC_API_KEY"],
  ["openai-chat", "/v1/chat/completions", "authorization: Bearer $OPENAI_API_KEY"],
  ["gemini", "/v1beta/models/gemini-2.5-flash:generateContent", "x-goog-api-key: $GEMINI_API_KEY"],
  ["something-new", "/v1/messages", "x-api-key: $ANTHROPIC_API_KEY"],
])("a request in the format of the upstream: %s", (dialect, path, key) => {
  const command = curlFor(status, upstream(dialect));

  expect(command).toStartWith(`curl http://127.0.0.1:8080${path} `);
  expect(command).toContain(`-H "${key}"`);
});

test("it can be pasted: a shell reads it as it is meant", async () => {
  const command = curlFor(status, upstream("anthropic", true)).replace(/^curl/, "printf '%s\\n'");

  const words = (await Bun.$`sh -c ${command}`.text()).trim().split("\n");

  expect(words).toContain("x-api-key: any");
  expect(JSON.parse(words.at(-1) ?? "")).toMatchObject({ max_tokens: 64 });
});

test("at `auto` it is a request that every tool knows", () => {
  expect(curlFor(status, null)).toContain("/v1/messages");
});
