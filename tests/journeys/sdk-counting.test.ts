import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { key, toUpstream } from "../support/clients/client.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterAll(() => vendors.stop());

const text = "The quick proxy reads every word and passes it on. ".repeat(200);
const system = "Be brief.";

/** What an SDK has counted, and whether it was told that this is an estimate. */
type Counted = { readonly tokens: number | undefined; readonly isEstimate: boolean };

/** Each vendor's own way to count, and to be told how many tokens the same request took. */
const clients: Readonly<
  Record<
    string,
    {
      readonly home: string;
      readonly count: (at: VendorApart) => Promise<Counted>;
      readonly take: (at: VendorApart) => Promise<number | undefined>;
    }
  >
> = {
  "@anthropic-ai/sdk": {
    home: "anthropic",
    count: async ({ upstream, model }) => {
      const ask = { model, system, messages: [{ role: "user" as const, content: text }] };
      const { data, response } = await anthropic(upstream).messages.countTokens(ask).withResponse();
      return { tokens: data.input_tokens, isEstimate: isEstimate(response.headers) };
    },
    take: async ({ upstream, model }) => {
      const ask = { model, system, max_tokens: 100, messages: [{ role: "user" as const, content: text }] };
      return (await anthropic(upstream).messages.create(ask)).usage.input_tokens;
    },
  },
  "openai responses": {
    home: "openai-responses",
    count: async ({ upstream, model }) => {
      const asked = openai(upstream).responses.inputTokens.count({ model, input: text, instructions: system });
      const { data, response } = await asked.withResponse();
      return { tokens: data.input_tokens, isEstimate: isEstimate(response.headers) };
    },
    take: async ({ upstream, model }) => {
      const asked = openai(upstream).responses.create({ model, input: text, instructions: system, store: false });
      return (await asked).usage?.input_tokens;
    },
  },
  "@google/genai": {
    home: "gemini",
    count: async ({ upstream, model }) => {
      const { totalTokens, sdkHttpResponse } = await google(upstream).countTokens({ model, contents: text });
      return { tokens: totalTokens, isEstimate: isEstimate(new Headers(sdkHttpResponse?.headers)) };
    },
    take: async ({ upstream, model }) =>
      (await google(upstream).generateContent({ model, contents: text })).usageMetadata?.promptTokenCount,
  },
};

const isEstimate = (headers: Headers): boolean => headers.get("x-proxy-estimate") === "true";

const common = (upstream: string) => ({ apiKey: key, maxRetries: 0, defaultHeaders: toUpstream(upstream) });
const anthropic = (upstream: string) => new Anthropic({ ...common(upstream), baseURL: vendors.daemon.url });
const openai = (upstream: string) => new OpenAI({ ...common(upstream), baseURL: `${vendors.daemon.url}/v1` });
const google = (upstream: string) =>
  new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: vendors.daemon.url, headers: toUpstream(upstream) } }).models;

const pairs = Object.entries(clients).flatMap(([name, client]) =>
  Object.values<VendorApart>(vendorsApart)
    .filter(({ format }) => format !== client.home)
    .map((vendor) => ({ name: `${name} → ${vendor.upstream}`, client, vendor })),
);

describe("how many tokens a request would take is told at every vendor, as an estimate near the truth", () => {
  test.each(pairs)("Z1 $name", async ({ client, vendor }) => {
    const { tokens = 0, isEstimate: isSaid } = await client.count(vendor);
    const taken = (await client.take(vendor)) ?? 0;

    expect(isSaid).toBe(true);
    expect(taken).toBeGreaterThan(1000);
    expect(tokens / taken).toBeGreaterThan(0.8);
    expect(tokens / taken).toBeLessThan(1.25);
  });
});
