import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const keyOf = (body: object): unknown =>
  fitted("anthropic", { ...says.anthropic, ...body }, "openai/openai-responses gpt-5.6").body["prompt_cache_key"];

const ask = { role: "user", content: "one" };

test("every turn of a conversation has the same key, another conversation another", () => {
  const first = keyOf({ system: "be brief", messages: [ask] });
  const second = keyOf({
    system: "be brief",
    messages: [ask, { role: "assistant", content: "two" }, { role: "user", content: "3" }],
  });

  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toBe(first);
  expect(keyOf({ system: "be long", messages: [ask] })).not.toBe(first);
});

test("what a client changes with each request does not change the key", () => {
  const system = (line: string) => [
    { type: "text", text: `x-anthropic-billing-header: ${line}` },
    { type: "text", text: "be" },
  ];

  expect(keyOf({ system: system("cch=1") })).toBe(keyOf({ system: system("cch=2") }));
});

test("a client's own session is the key, as a hash", () => {
  const metadata = (session: string) => ({
    metadata: { user_id: JSON.stringify({ device_id: "d", session_id: session }) },
  });

  expect(keyOf({ ...metadata("s"), system: "a" })).toBe(keyOf({ ...metadata("s"), system: "b" }));
  expect(keyOf(metadata("s"))).not.toBe(keyOf(metadata("t")));
  const own = fitted(
    "openai-responses",
    { ...says["openai-responses"], prompt_cache_key: "mine" },
    "openai/openai-chat gpt-4o",
  );
  expect(own.body["prompt_cache_key"]).toBe("mine");
});

test("who wants an hour at Anthropic gets the longer time where there is a word for it", () => {
  const cache_control = { type: "ephemeral", ttl: "1h" };
  const system = [{ type: "text", text: "be brief", cache_control }];
  const at = (place: string) => fitted("anthropic", { ...says.anthropic, system }, place).body;

  expect(at("openai/openai-chat gpt-5.6")["prompt_cache_retention"]).toBe("24h");
  expect(at("openai/openai-chat gpt-4o")).not.toHaveProperty("prompt_cache_retention");
  expect(at("zai/openai-chat glm-4.7")).not.toHaveProperty("prompt_cache_key");
});
