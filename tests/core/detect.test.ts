import { describe, expect, test } from "bun:test";
import { clientKeys, detectProvider, keyOwner } from "../../src/core/detect.ts";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { canaries } from "../support/canary.ts";

type Row = {
  readonly what: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly model?: string;
  /** Provider and rule; null = not to be told. */
  readonly is: readonly [string, string] | null;
};

const anthropicPath = "/v1/messages";
const chatPath = "/v1/chat/completions";

const table: readonly Row[] = [
  { what: "path of Anthropic", path: anthropicPath, is: ["anthropic", "path"] },
  { what: "path of OpenAI chat", path: chatPath, is: ["openai", "dialect"] },
  { what: "path of Responses", path: "/v1/responses", is: ["openai", "path"] },
  { what: "path of Gemini", path: "/v1beta/models/x:generateContent", is: ["google", "path"] },
  {
    what: "key of Anthropic",
    path: "/v1/models",
    headers: { "x-api-key": canaries.anthropic },
    is: ["anthropic", "key"],
  },
  {
    what: "key of OpenAI",
    path: "/v1/models",
    headers: { authorization: `Bearer ${canaries.openai}` },
    is: ["openai", "key"],
  },
  { what: "key of Google", path: "/anything", headers: { "x-goog-api-key": canaries.google }, is: ["google", "key"] },
  {
    what: "key of z.ai on Anthropic's path",
    path: anthropicPath,
    headers: { "x-api-key": canaries.zai },
    is: ["zai", "key"],
  },
  {
    what: "key before model",
    path: chatPath,
    headers: { authorization: `Bearer ${canaries.zai}` },
    model: "gpt-5",
    is: ["zai", "key"],
  },
  { what: "model of Mistral", path: chatPath, model: "mistral-large-latest", is: ["mistral", "model"] },
  { what: "model of z.ai", path: chatPath, model: "GLM-4.6", is: ["zai", "model"] },
  { what: "model of Google over OpenAI's path", path: chatPath, model: "gemini-2.5-pro", is: ["google", "model"] },
  {
    what: "model of Claude over OpenAI's path",
    path: chatPath,
    model: "claude-sonnet-4-5",
    is: ["anthropic", "model"],
  },
  { what: "a model that is nobody's goes home", path: chatPath, model: "my-finetune", is: ["openai", "dialect"] },
  {
    what: "header of Anthropic",
    path: "/v1/models",
    headers: { "anthropic-version": "2023-06-01" },
    is: ["anthropic", "header"],
  },
  { what: "header of OpenAI", path: "/v1/models", headers: { "openai-organization": "o" }, is: ["openai", "header"] },
  { what: "header of Google", path: "/v1/x", headers: { "x-goog-api-client": "genai" }, is: ["google", "header"] },
  {
    what: "client of Anthropic",
    path: "/v1/models",
    headers: { "user-agent": "claude-cli/2.1 (external)" },
    is: ["anthropic", "client"],
  },
  {
    what: "client of OpenAI",
    path: "/v1/models",
    headers: { "user-agent": "codex_cli_rs/0.1" },
    is: ["openai", "client"],
  },
  {
    what: "client of Mistral",
    path: "/v1/models",
    headers: { "user-agent": "mistral-client-typescript/2.7" },
    is: ["mistral", "client"],
  },
  { what: "other path of Anthropic", path: "/v1/messages/count_tokens", is: ["anthropic", "path"] },
  { what: "other path of OpenAI", path: "/v1/embeddings", is: ["openai", "path"] },
  { what: "other path of Google", path: "/v1beta/models", is: ["google", "path"] },
  { what: "other path of Mistral", path: "/v1/fim/completions", is: ["mistral", "path"] },
  { what: "nothing that tells", path: "/v1/models", is: null },
  { what: "a path of nobody", path: "/x", headers: { "user-agent": "curl/8" }, is: null },
];

const dialectOf = (path: string): DialectName | null => dialects.find((dialect) => dialect.speaks(path))?.name ?? null;

describe("V2: where a request belongs is told by", () => {
  for (const { what, path, headers = {}, model = null, is } of table) {
    test(`${what} → ${is?.join(" by ") ?? "undecided"}`, () => {
      const detected = detectProvider(providers, {
        path,
        headers: new Headers(headers),
        dialect: dialectOf(path),
        model,
      });

      expect(detected && [detected.provider.name, detected.rule]).toEqual(is as never);
    });
  }
});

test("keys are found in every header that clients use", () => {
  const headers = new Headers({ "x-api-key": "a", "x-goog-api-key": "b", authorization: "bearer  c" });

  expect(clientKeys(headers)).toEqual(["a", "b", "c"]);
  expect(clientKeys(new Headers({ authorization: "" }))).toEqual([]);
});

test("a key that could be anybody's has no owner", () => {
  expect(keyOwner(providers, "0123456789abcdef0123456789abcdef")).toBeNull();
  expect(keyOwner(providers, "pxy_token")).toBeNull();
});

test("a key is known whatever header it stands in, and with Bearer before it", () => {
  expect(clientKeys(new Headers({ "x-api-key": `Bearer ${canaries.anthropic}` }))).toEqual([canaries.anthropic]);
});

test("a key that is not there any more tells its vendor all the same, where that is known", () => {
  const traits = { path: "/v1/chat/completions", headers: new Headers(), dialect: "openai-chat", model: "m" } as const;

  expect(detectProvider(providers, { ...traits, keyOwner: "mistral" })).toMatchObject({
    provider: { name: "mistral" },
    rule: "key",
  });
});
