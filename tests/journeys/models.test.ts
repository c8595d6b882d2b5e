import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { type FormatsApart, startFormatsApart, vendorFormats } from "../support/formats-apart.ts";

let apart: FormatsApart;
beforeAll(async () => {
  apart = await startFormatsApart({ env: { PROXY_TIMESCALE: "1" } });
});
afterAll(() => apart.stop());

const to = (upstream: string) => ({ "x-proxy-upstream": upstream });
const url = () => apart.daemon.url;
const anthropic = (upstream: string) =>
  new Anthropic({ baseURL: url(), apiKey: "k", maxRetries: 0, defaultHeaders: to(upstream) });
const openai = (upstream: string) =>
  new OpenAI({ baseURL: `${url()}/v1`, apiKey: "k", maxRetries: 0, defaultHeaders: to(upstream) });
const google = (upstream: string) =>
  new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: url(), headers: to(upstream) } });

/** The names of all models, page after page, as each vendor's own client reads them. */
const listed: Readonly<Record<string, (upstream: string) => Promise<readonly string[]>>> = {
  Anthropic: async (upstream) => {
    const names: string[] = [];
    for await (const { id, type } of anthropic(upstream).models.list({ limit: 2 }))
      if (type === "model") names.push(id);
    return names;
  },
  OpenAI: async (upstream) => {
    const names: string[] = [];
    for await (const { id, object } of openai(upstream).models.list()) if (object === "model") names.push(id);
    return names;
  },
  Google: async (upstream) => {
    const names: string[] = [];
    const pager = await google(upstream).models.list({ config: { pageSize: 2 } });
    for await (const { name } of pager) names.push(name?.replace("models/", "") ?? "");
    return names;
  },
};

/** One of the models that the vendor of each format lists. */
const known: Readonly<Record<(typeof vendorFormats)[number], string>> = {
  anthropic: "claude-haiku-4-5",
  "openai-chat": "gpt-4o",
  "openai-responses": "gpt-4o",
  gemini: "gemini-2.5-pro",
};

for (const [client, list] of Object.entries(listed))
  for (const format of vendorFormats)
    test(`${client}'s client lists the models of a vendor of ${format}`, async () => {
      expect(await list(`as-${format}`)).toContain(known[format]);
    });

describe("Z1: how many tokens a request takes is known in every format at every upstream", () => {
  const text = "How many tokens is this? Count them, and then count them once more. ".repeat(20);

  for (const format of vendorFormats) {
    test(`Anthropic's client at a vendor of ${format}`, async () => {
      const { data, response } = await anthropic(`as-${format}`)
        .messages.countTokens({ model: "claude-haiku-4-5", messages: [{ role: "user", content: text }] })
        .withResponse();

      expect(data.input_tokens).toBeGreaterThan(200);
      expect(data.input_tokens).toBeLessThan(500);
      expect(response.headers.has("x-proxy-estimate")).toBe(format !== "anthropic");
    });

    test(`Google's client at a vendor of ${format}`, async () => {
      const { totalTokens = 0 } = await google(`as-${format}`).models.countTokens({
        ...{ model: "gemini-2.5-pro", contents: text },
      });

      expect(totalTokens).toBeGreaterThan(200);
      expect(totalTokens).toBeLessThan(500);
    });

    test(`OpenAI's client at a vendor of ${format}`, async () => {
      const { input_tokens: tokens } = await openai(`as-${format}`).responses.inputTokens.count({
        ...{ model: "gpt-4o", input: text },
      });

      expect(tokens).toBeGreaterThan(200);
      expect(tokens).toBeLessThan(500);
    });
  }

  test("tools and images count", async () => {
    const ask = async (more: object): Promise<number> => {
      const body = { model: "claude-haiku-4-5", messages: [{ role: "user", content: "hi" }], ...more };
      const answer = await fetch(`${url()}/v1/messages/count_tokens`, {
        method: "POST",
        headers: { "x-api-key": "k", "content-type": "application/json", ...to("as-openai-chat") },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { readonly input_tokens: number }).input_tokens;
    };
    const png = "iVBORw0KGgoAAAANSUhEUgAAAyAAAAMgCAIAAABUEpE/AAAAAElFTkSuQmCC"; // says of itself: 800 by 800
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: png } };
    const tool = {
      name: "read_file",
      description: "Reads a file and gives its text.",
      input_schema: { type: "object" },
    };

    const plain = await ask({});

    expect(await ask({ tools: [tool] })).toBeGreaterThan(plain + 10);
    expect(await ask({ messages: [{ role: "user", content: [image, { type: "text", text: "hi" }] }] })).toBeGreaterThan(
      plain + 500,
    );
  });
});
