import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const chat = (more: object) => ({ ...says["openai-chat"], ...more });
const claude = (more: object) => ({ ...says.anthropic, ...more });

test("who asks is said in the other format's word", () => {
  expect(fitted("openai-chat", chat({ user: "u1" }), "anthropic").body["metadata"]).toEqual({ user_id: "u1" });
  expect(fitted("openai-chat", chat({ safety_identifier: "s1" }), "anthropic").body["metadata"]).toEqual({
    user_id: "s1",
  });
  expect(fitted("anthropic", claude({ metadata: { user_id: "u1" } }), "openai/openai-chat gpt-4o").body["user"]).toBe(
    "u1",
  );
});

test("an account of one vendor is no other vendor's business: a hash stands for it", () => {
  const user_id = JSON.stringify({ device_id: "d", account_uuid: "a", session_id: "s" });
  const { user } = fitted("anthropic", claude({ metadata: { user_id } }), "openai/openai-chat gpt-4o").body;

  expect(user).toMatch(/^[0-9a-f]{32}$/);
});

test("terms of service have their words in both, and are told where they have none", () => {
  expect(fitted("openai-chat", chat({ service_tier: "default" }), "anthropic").body["service_tier"]).toBe(
    "standard_only",
  );
  expect(fitted("anthropic", claude({ service_tier: "auto" }), "openai").body["service_tier"]).toBe("auto");
  expect(fitted("openai-chat", chat({ service_tier: "flex" }), "anthropic").rules).toContain("fields.tier-gone");
  expect(fitted("openai-chat", chat({ service_tier: "auto" }), "anthropic").rules).not.toContain("fields.tier-gone");
});

test("OpenAI's two formats say the same of a request", () => {
  const said = { store: false, metadata: { a: "b" }, verbosity: "low", service_tier: "flex", prompt_cache_key: "k" };
  const { body, rules } = fitted("openai-chat", chat(said), "openai/openai-responses gpt-5.6");

  expect(body).toMatchObject({ store: false, metadata: { a: "b" }, text: { verbosity: "low" }, service_tier: "flex" });
  const back = fitted("openai-responses", { input: "hi", text: { verbosity: "low" } }, "openai/openai-chat gpt-5.6");
  expect(back.body["verbosity"]).toBe("low");
  expect([...rules, ...back.rules]).not.toContain("fields.verbosity"); // what arrives is not told as lost
});

test("a request to /v1/chat keeps its own fields, but for the one that names who answers", () => {
  const { body, losses } = fitted(
    "unified",
    chat({ provider: "openai", user: "u", logit_bias: {} }),
    "openai/openai-chat gpt-4o",
  );

  expect(body).toMatchObject({ user: "u", logit_bias: {} });
  expect(body).not.toHaveProperty("provider");
  expect(losses).toEqual([]);
});

test("no field of a vendor gets into another vendor's request", () => {
  const strange = { context_management: { edits: [] }, mcp_servers: [{}], container: "c", inference_geo: "us" };
  const { body } = fitted("anthropic", claude(strange), "openai/openai-chat gpt-4o");

  for (const name of Object.keys(strange)) expect(body).not.toHaveProperty(name);
});

test("what Mistral would refuse does not get there", () => {
  const said = { input: "hi", store: true, user: "u", metadata: { a: "b" }, text: { verbosity: "low" } };
  const { body, rules } = fitted("openai-responses", said, "mistral mistral-large-latest");

  expect(Object.keys(body).toSorted()).toEqual(["messages", "metadata", "model", "prompt_cache_key"]);
  expect(rules).toContain("fields.refused");
});
