import { expect, test } from "bun:test";
import type { Chat } from "../../../../src/core/chat.ts";
import { openaiResponses } from "../../../../src/dialects/openai-responses/index.ts";
import { objectIn } from "../../../../src/lib/json.ts";
import { providers } from "../../../../src/providers/index.ts";
import { unfoldNamespaces } from "../../../../src/translation/request/settings/namespaces.ts";
import { nameTools } from "../../../../src/translation/request/settings/tool-names.ts";
import { fitted, says } from "../../../support/fitted.ts";

const provider = providers.find(({ name }) => name === "openai");
if (provider === undefined) throw new Error("no provider");
const destination = {
  ...{ dialect: "openai-chat" as const, provider, upstream: "there", model: "gpt-4o" },
  ...{ takesImages: null, maxOutputTokens: null },
};

const named = (chat: Chat) => nameTools(unfoldNamespaces(chat, destination).chat, destination);

test("a name that is too long is cut, the same way each time, and told apart from others that begin alike", () => {
  const long = "a".repeat(70);
  const tools = [long, `${long}b`].map((name) => ({ name, input_schema: { type: "object" } }));
  const body = { ...says.anthropic, tools };
  const names = (): unknown[] =>
    (fitted("anthropic", body, "openai/openai-chat gpt-4o").body["tools"] as unknown[]).map(
      (tool) => objectIn(objectIn(tool)["function"])["name"],
    );

  expect(new Set(names()).size).toBe(2);
  for (const name of names()) expect(String(name)).toMatch(/^a{55}_[0-9a-f]{8}$/);
  expect(names()).toEqual(names());
  expect(fitted("anthropic", body, "openai/openai-chat gpt-4o").rules).toContain("tools.name");
});

test("a call and a choice of a renamed tool have its new name, and the way back knows the old one", () => {
  const chat = openaiResponses.readRequest(
    {
      tools: [
        { type: "function", name: "a.b", parameters: { type: "object" } },
        { type: "function", name: "a_b", parameters: { type: "object" } },
        { type: "namespace", name: "ns__", tools: [{ type: "function", name: "go" }] },
        { type: "custom", name: "patch" },
      ],
      tool_choice: { type: "function", name: "a.b" },
      input: [{ type: "function_call", call_id: "c", name: "a.b", arguments: "{}" }],
    },
    "/v1/responses",
  );
  const { chat: fitting, names } = named(chat);
  const [first] = fitting.tools;
  const name = first?.name ?? "";

  expect(fitting.tools.map((tool) => tool.name)).toEqual([name, "a_b", "ns__go", "patch"]);
  expect(name).toMatch(/^a_b_[0-9a-f]{8}$/);
  expect(fitting.toolChoice?.name).toBe(name);
  expect(fitting.messages[0]?.blocks[0]).toMatchObject({ type: "tool-call", name });
  expect(names?.get(name)).toEqual({ name: "a.b", isPlain: false, extras: {} });
  expect(names?.get("ns__go")).toEqual({ name: "go", isPlain: false, extras: { namespace: "ns__" } });
  expect(names?.get("patch")).toEqual({ name: "patch", isPlain: true, extras: {} });
  expect(names?.has("a_b")).toBe(false);
});

test("a name that begins with a digit is none at Gemini", () => {
  const body = { ...says.anthropic, tools: [{ name: "2go", input_schema: { type: "object" } }] };

  expect(JSON.stringify(fitted("anthropic", body, "google").body["tools"])).toContain('"_2go"');
});
