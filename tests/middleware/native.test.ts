import { expect, test } from "bun:test";
import { dialects } from "../../src/dialects/index.ts";
import { spliced } from "../../src/lib/json-splice.ts";
import { native } from "../../src/middleware/native.ts";
import { providers } from "../../src/providers/index.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

type Asked = { readonly provider?: string; readonly isOn?: boolean; readonly headers?: Record<string, string> };

const sent = async (body: string, { provider = "anthropic", isOn = true, headers = {} }: Asked = {}) => {
  const path = provider === "anthropic" ? "/v1/messages" : "/v1/chat/completions";
  const exchange = { ...exchangeOf(path, { headers }), dialect: dialects.find(({ speaks }) => speaks(path)) ?? null };
  const bytes = new Uint8Array(Buffer.from(body));
  withBody(exchange, { kind: "held", bytes });
  const upstream = upstreamOf(provider);
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin }], rule: "test" };
  await native.create({ providers, clearsNatively: () => isOn })(exchange, async () => new Response());
  return { text: Buffer.from(spliced(bytes, exchange.edits) ?? []).toString(), added: exchange.notes.added };
};

const body = '{ "model":"m", "messages":[] }';

test("the vendor is asked to clear old results, with the beta that it wants beside those of the client", async () => {
  const { text, added } = await sent(body, { headers: { "anthropic-beta": "one-2025-01-01" } });
  expect(text).toStartWith('{ "model":"m", "messages":[]');
  expect(JSON.parse(text).context_management).toEqual({ edits: [{ type: "clear_tool_uses_20250919" }] });
  expect(added).toEqual([["anthropic-beta", "one-2025-01-01,context-management-2025-06-27"]]);
});

test.each([
  ["it is not wanted", body, { isOn: false }],
  ["the client asks itself", '{"messages":[],"context_management":{"edits":[]}}', {}],
  ["the vendor cannot", body, { provider: "openai" }],
] as const)("nothing is added where %s", async (_, asked, how) => {
  expect(await sent(asked, how)).toEqual({ text: asked, added: [] });
});
