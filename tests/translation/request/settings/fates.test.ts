import { expect, test } from "bun:test";
import type { DialectName } from "../../../../src/core/dialect-name.ts";
import type { JsonObject } from "../../../../src/lib/json.ts";
import { fitted, says } from "../../../support/fitted.ts";

type From = Exclude<DialectName, "unified">;

const told: readonly [string, From, JsonObject, string][] = [
  ["fields.stored", "openai-chat", { store: true }, "anthropic"],
  ["fields.stored", "openai-chat", { metadata: { a: "b" } }, "google"],
  ["fields.stored", "gemini", { labels: { a: "b" } }, "openai"],
  ["fields.verbosity", "openai-chat", { verbosity: "low" }, "anthropic"],
  ["fields.verbosity", "openai-responses", { text: { verbosity: "high" } }, "anthropic"],
  ["fields.logprobs", "openai-chat", { logprobs: true }, "anthropic"],
  ["fields.logprobs", "gemini", { generationConfig: { responseLogprobs: true } }, "anthropic"],
  ["fields.bias", "openai-chat", { logit_bias: { "1": 2 } }, "anthropic"],
  ["fields.context", "anthropic", { context_management: { edits: [] } }, "openai"],
  ["fields.context", "openai-responses", { truncation: "auto" }, "anthropic"],
  ["fields.servers", "anthropic", { mcp_servers: [{ name: "m" }] }, "openai"],
  ["fields.safety", "gemini", { safetySettings: [{}] }, "openai"],
  ["fields.other", "anthropic", { inference_geo: "us" }, "openai"],
];

for (const [rule, from, said, place] of told) {
  test(`${JSON.stringify(said)} of ${from} is told on the way to ${place}: ${rule}`, () => {
    expect(fitted(from, { ...says[from], ...said }, place).rules).toContain(rule);
  });
}

const silent: readonly [From, JsonObject, string][] = [
  [
    "openai-chat",
    { store: false, logprobs: false, stream_options: { include_usage: true }, verbosity: "medium" },
    "anthropic",
  ],
  [
    "openai-responses",
    { include: ["reasoning.encrypted_content"], client_metadata: {}, prompt_cache_key: "k" },
    "anthropic",
  ],
  ["gemini", { generationConfig: { responseModalities: ["TEXT"] } }, "openai"],
  ["anthropic", { metadata: { user_id: "u" }, service_tier: "auto" }, "openai"],
];

for (const [from, said, place] of silent) {
  test(`${Object.keys(said).join(", ")} of ${from} is no loss on the way to ${place}`, () => {
    expect(fitted(from, { ...says[from], ...said }, place).rules.filter((rule) => rule.startsWith("fields"))).toEqual(
      [],
    );
  });
}
