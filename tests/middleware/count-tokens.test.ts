import { afterAll, describe, expect, test } from "bun:test";
import type { Dialect } from "../../src/core/dialect.ts";
import { dialects } from "../../src/dialects/index.ts";
import { createTokens } from "../../src/meter/tokens/index.ts";
import { countTokens } from "../../src/middleware/count-tokens.ts";
import { providers } from "../../src/providers/index.ts";
import { withBody } from "../../src/server/accept.ts";
import { chatOf, messageOf, textOf } from "../support/chat.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const tokens = createTokens();
afterAll(() => tokens.stop());

/** Dialects that read any body as one message that holds it. */
const reading: readonly Dialect[] = dialects.map((dialect) => ({
  ...dialect,
  readRequest: (body) => chatOf({ messages: [messageOf("user", textOf(JSON.stringify(body)))] }),
}));

type Asked = {
  readonly provider?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
};

/** What comes of a question at this path: the vendor's answer, or ours with its headers. */
const asked = async (
  path: string,
  { provider = "zai", body = '{"model":"glm-4.6","x":1}', headers = {} }: Asked = {},
) => {
  const exchange = exchangeOf(path, { headers });
  const bytes = typeof body === "string" ? new Uint8Array(Buffer.from(body)) : body;
  withBody(exchange, { kind: "held", bytes });
  const upstream = upstreamOf(provider);
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin }], rule: "test" };
  const chain = countTokens.create({ providers, dialects: reading, tokens });
  const answer = await chain(exchange, async () => new Response("the vendor's"));
  const text = await answer.text();
  if (text === "the vendor's") return text;
  const { code, status, bytesOut } = await exchange.outcome;
  expect({ code, status, bytesOut }).toEqual({ code: "--", status: 200, bytesOut: text.length });
  return { json: JSON.parse(text), isEstimate: answer.headers.get("x-proxy-estimate"), model: exchange.notes.model };
};

const glm = 13 + 5; // its words, and what the vendor puts around a request

describe("Z1: a vendor that counts is asked", () => {
  test.each([
    ["anthropic", "/v1/messages/count_tokens"],
    ["openai", "/v1/responses/input_tokens"],
    ["google", "/v1beta/models/gemini-2.5-pro:countTokens"],
    ["simulator", "/v1/messages/count_tokens"],
    ["simulator", "/v1beta/models/gemini-2.5-pro:countTokens"],
  ])("%s at %s", async (provider, path) => {
    expect(await asked(path, { provider })).toBe("the vendor's");
  });
});

describe("Z1: a vendor that does not is spared, and the answer has its shape and says that it is an estimate", () => {
  test.each([
    ["zai", "/v1/messages/count_tokens", { input_tokens: glm }],
    ["mistral", "/v1/messages/count_tokens", { input_tokens: glm }],
    ["simulator", "/v1/responses/input_tokens", { object: "response.input_tokens", input_tokens: glm }],
    ["zai", "/v1/responses/input_tokens", { object: "response.input_tokens", input_tokens: glm }],
    [
      "mistral",
      "/v1beta/models/glm-4.6:countTokens",
      { totalTokens: glm, promptTokensDetails: [{ modality: "TEXT", tokenCount: glm }] },
    ],
  ])(
    "%s at %s",
    async (provider, path, json) => {
      expect(await asked(path, { provider })).toEqual({ json, isEstimate: "true", model: "glm-4.6" });
    },
    20_000,
  );
});

test("a packed body is counted unpacked; a whole request one level down too", async () => {
  const packed = Bun.gzipSync(Buffer.from('{"model":"glm-4.6","x":1}'));
  const nested = '{"generateContentRequest":{"model":"glm-4.6","x":1}}';
  const path = "/v1beta/models/glm-4.6:countTokens";

  const seen = [
    await asked(path, { body: new Uint8Array(packed), headers: { "content-encoding": "gzip" } }),
    await asked(path, { body: nested }),
  ];

  expect(seen.map((each) => typeof each === "object" && each.json.totalTokens)).toEqual([glm, glm]);
}, 20_000);

test("what cannot be read is the vendor's to refuse, and other paths are none of its business", async () => {
  expect(await asked("/v1/messages/count_tokens", { body: "{no json" })).toBe("the vendor's");
  expect(await asked("/v1/messages/count_tokens", { body: "[]" })).toBe("the vendor's");
  expect(await asked("/v1/messages")).toBe("the vendor's");
});
