import { describe, expect, test } from "bun:test";
import { spliced } from "../../src/lib/json-splice.ts";
import { injectUsage } from "../../src/middleware/inject-usage.ts";
import { providers } from "../../src/providers/index.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

type Case = {
  readonly path?: string;
  readonly provider?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly injectsUsage?: boolean;
};

/** The body that leaves for a vendor, and whether its answer has something of ours in it. */
const sent = async (
  body: string,
  { path = "/v1/chat/completions", provider = "openai", headers = {}, injectsUsage = true }: Case = {},
) => {
  const exchange = exchangeOf(path, { headers });
  const bytes = new Uint8Array(Buffer.from(body));
  withBody(exchange, { kind: "held", bytes });
  const upstream = upstreamOf(provider);
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin }], rule: "test" };
  await injectUsage.create({ providers, injectsUsage })(exchange, async () => new Response());
  const out = spliced(bytes, exchange.edits);
  return { body: Buffer.from(out ?? []).toString(), isInjected: exchange.notes.isUsageInjected };
};

const asked = '{"model": "gpt-5",\n "stream": true, "messages": [ ]}';

describe("the usage of a chat stream is asked for", () => {
  test.each([
    ["where the client says nothing of it", asked, `${asked.slice(0, -1)},"stream_options":{"include_usage":true}}`],
    ["where it wants none", withOptions('{ "include_usage": false }'), withOptions('{ "include_usage": true }')],
    ["where it wants something else", withOptions('{"x":1}'), withOptions('{"x":1,"include_usage":true}')],
    ["where it says nothing in many words", withOptions("null"), withOptions('{"include_usage":true}')],
  ])("%s", async (_, body, expected) => {
    expect(await sent(body)).toEqual({ body: expected, isInjected: true });
  });
});

function withOptions(options: string): string {
  return asked.replace('"messages"', `"stream_options": ${options} , "messages"`);
}

describe("a request stays as it is", () => {
  const cases: readonly (readonly [string, string, Case])[] = [
    ["that asks for it", withOptions('{"include_usage":true}'), {}],
    ["that wants no stream", asked.replace("true", "false"), {}],
    ["whose options are none", withOptions('"yes"'), {}],
    ["to a vendor who tells it anyway", asked, { provider: "mistral" }],
    ["in another format", asked, { path: "/v1/responses" }],
    ["that is packed", asked, { headers: { "content-encoding": "gzip" } }],
    ["unless it is switched on", asked, { injectsUsage: false }],
  ];
  test.each(cases)("%s", async (_, body, more) => {
    expect(await sent(body, more)).toEqual({ body, isInjected: false });
  });
});
