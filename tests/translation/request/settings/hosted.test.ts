import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const search = { type: "web_search_20250305", name: "web_search", max_uses: 3, allowed_domains: ["a.org"] };
const run = { name: "run", input_schema: { type: "object", properties: {} } };

test("a search of the web becomes the other vendor's own, within the same domains", () => {
  const { body, rules } = fitted("anthropic", { ...says.anthropic, tools: [search, run] }, "openai/openai-responses");

  expect(body["tools"]).toMatchObject([
    { type: "web_search", filters: { allowed_domains: ["a.org"] } },
    { name: "run" },
  ]);
  expect(rules).toEqual(expect.arrayContaining(["tools.web-search", "tools.web-search-limits"]));
  const back = fitted(
    "openai-responses",
    { input: "hi", tools: [{ type: "web_search" }] },
    "anthropic claude-opus-5-5",
  );
  expect(back.body["tools"]).toEqual([{ type: "web_search_20250305", name: "web_search" }]);
});

test("Gemini searches only where the client has no tools of its own", () => {
  const alone = fitted("anthropic", { ...says.anthropic, tools: [search] }, "google");
  const beside = fitted("anthropic", { ...says.anthropic, tools: [search, run] }, "google");

  expect(alone.body["tools"]).toEqual([{ googleSearch: {} }]);
  expect(JSON.stringify(beside.body["tools"])).not.toContain("googleSearch");
  expect(beside.rules).toContain("tools.web-search-gone");
});

test("what else a vendor runs is left out, and so is the choice of it", () => {
  const tools = [{ type: "code_execution_20250825", name: "code_execution" }];
  const { body, rules } = fitted("anthropic", { ...says.anthropic, tools, tool_choice: { type: "any" } }, "openai");

  expect(body).not.toHaveProperty("tools");
  expect(body).not.toHaveProperty("tool_choice");
  expect(rules).toContain("tools.hosted");
});
