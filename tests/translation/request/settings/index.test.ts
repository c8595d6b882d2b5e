import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

test("a plain question loses nothing on its way anywhere", () => {
  for (const from of ["anthropic", "openai-chat", "openai-responses", "gemini"] as const) {
    for (const place of [
      "openai/openai-chat gpt-5.6",
      "google gemini-3.8-flash",
      "mistral mistral-large-latest",
      "zai/openai-chat glm-4.7",
    ]) {
      if (place.includes(from) || (from === "gemini" && place.startsWith("google"))) continue;
      expect(fitted(from, says[from], place).losses, `${from} → ${place}`).toEqual([]);
    }
  }
});

test("Anthropic's marks stay with Anthropic's format: four of them, the last ones", () => {
  const cache_control = { type: "ephemeral" };
  const content = [1, 2, 3].map((at) => ({ type: "text", text: `${at}`, cache_control }));
  const tools = [1, 2].map((at) => ({ name: `t${at}`, input_schema: { type: "object" }, cache_control }));
  const { body } = fitted("anthropic", { messages: [{ role: "user", content }], tools }, "openai/openai-chat gpt-4o");

  expect(JSON.stringify(body)).not.toContain("cache_control");
});
