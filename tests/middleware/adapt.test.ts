import { expect, spyOn, test } from "bun:test";
import { markedSeal } from "../../src/core/seal.ts";
import { spliced } from "../../src/lib/json-splice.ts";
import { adapt } from "../../src/middleware/adapt.ts";
import { providers } from "../../src/providers/index.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

/** The body that leaves for a vendor that is asked in the client's own format. */
type Asked = Readonly<Record<string, string>>; // a path, and headers

const sent = async (body: string, provider: string, asked: Asked = {}): Promise<string> =>
  (await gone(body, provider, asked)).text;

/** What leaves, and what is told of it. */
const gone = async (body: string, provider: string, { path = "/v1/chat/completions", ...headers }: Asked = {}) => {
  const exchange = exchangeOf(path, { headers });
  const bytes = new Uint8Array(Buffer.from(body));
  withBody(exchange, { kind: "held", bytes });
  const upstream = upstreamOf(provider);
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin }], rule: "test" };
  await adapt.create({ providers })(exchange, async () => new Response());
  return { text: Buffer.from(spliced(bytes, exchange.edits) ?? []).toString(), losses: exchange.notes.losses };
};

test("what Mistral would refuse is changed, everything else stays to the byte", async () => {
  const body =
    '{ "model":"m", "max_completion_tokens": 7,"user":"u", "messages":[{"role":"developer","content":"x"},{"role":"assistant",' +
    '"tool_calls":[{"id":"call_1234567890","type":"function"}]},{"role":"tool","tool_call_id":"call_1234567890"}] }';
  const out = await sent(body, "mistral");
  const json = JSON.parse(out);

  expect(json).toMatchObject({ max_tokens: 7, messages: [{ role: "system" }, {}, {}] });
  expect(json.messages[1].tool_calls[0].id).toMatch(/^[a-zA-Z0-9]{9}$/);
  expect(json.messages[2].tool_call_id).toBe(json.messages[1].tool_calls[0].id);
  expect(Object.keys(json)).not.toContain("user");
  expect(out).toStartWith('{ "model":"m",');
});

test("z.ai's models are not made to call a tool", async () => {
  const body = '{"model":"glm-4.7","tool_choice":"required","messages":[]}';

  expect(await sent(body, "zai")).toBe('{"model":"glm-4.7","tool_choice":"auto","messages":[]}');
});

test("X-11 fields that a vendor refuses of its own format are left out, and that is told", async () => {
  const body = '{"model":"m","logit_bias":{"5":1},"verbosity":"low","user":"u","seed":3,"messages":[]}';
  const { text, losses } = await gone(body, "mistral");

  expect(JSON.parse(text)).toEqual({ model: "m", random_seed: 3, messages: [] });
  expect(losses).toMatchObject([{ rule: "fields.refused", what: "dropped", count: 2 }]);
  expect((await gone('{"model":"m","seed":3,"messages":[]}', "mistral")).losses).toEqual([]);
});

test("nothing is touched where nothing would be refused, nor for vendors that take everything", async () => {
  const odd = '{"model":"m","user":"u","tool_choice":"required","messages":[{"role":"developer"}]} ';

  expect(await sent(odd, "openai")).toBe(odd);
  expect(await sent('{"model":"m","messages":[]}', "mistral")).toBe('{"model":"m","messages":[]}');
  expect(await sent(odd, "mistral", { "content-encoding": "gzip" })).toBe(odd);
});

const messages = { path: "/v1/messages" };
const line = '{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cch=a1b2c;"}';

test("the line that changes with each request does not reach z.ai, whose cache it would break; the rest stays to the byte", async () => {
  const body = (first: string) =>
    `{ "model":"glm-4.7", "system":[${first}{"type":"text","text":"You are.","cache_control":{"type":"ephemeral"}}],"messages":[] }`;

  expect(await sent(body(`${line},`), "zai", messages)).toBe(body(""));
  expect(await sent(body(`${line},`), "anthropic", messages)).toBe(body(`${line},`));
});

test("a thought of another vendor reaches nobody else, and its own comes back open", async () => {
  const body = (vendor: string) => {
    const thought = { type: "thinking", thinking: "hm", signature: markedSeal(vendor, "SEAL") };
    const content = [thought, { type: "text", text: "yes" }];
    return JSON.stringify({ model: "m", messages: [{ role: "assistant", content }] });
  };

  for (const vendor of ["anthropic", "zai"])
    expect(JSON.parse(await sent(body("openai"), vendor, messages)).messages).toEqual([
      { role: "assistant", content: [{ type: "text", text: "yes" }] },
    ]);
  expect(JSON.parse(await sent(body("anthropic"), "anthropic", messages)).messages[0].content[0]).toEqual({
    ...{ type: "thinking", thinking: "hm", signature: "SEAL" },
  });
});

test("a request of Anthropic's client to Anthropic keeps its bytes, and nobody has read it", async () => {
  const body = `{"model":"claude-x",  "system":[${line}],"messages":[{"role":"user","content":"\u00e9"}],"n":1e2,"n":2}\n`;
  const parse = spyOn(JSON, "parse");
  const hash = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");

  const out = await sent(body, "anthropic", messages);
  const reads = parse.mock.calls.filter(([text]) => String(text).includes("claude-x")).length;
  parse.mockRestore();

  expect(hash(out)).toBe(hash(body));
  expect(reads).toBe(0);
});
