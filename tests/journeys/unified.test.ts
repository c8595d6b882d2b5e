import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterEach(async () => void (await vendors.sent()));
afterAll(() => vendors.stop());

const all: readonly VendorApart[] = Object.values(vendorsApart);
const byName = all.map((one) => [one.upstream, one] as const);
const question = [{ role: "user", content: "What is the capital of France?" }];

/** What came of a POST. */
const ask = async (body: unknown, query = "", headers: Record<string, string> = {}) => {
  const response = await fetch(`${vendors.daemon.url}/v1/chat${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer any-key", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  return { response, text, json: isStream ? null : JSON.parse(text), events: isStream ? eventsIn(text) : [] };
};

const eventsIn = (text: string) => {
  const events: SseEvent[] = [];
  sseReader((event) => events.push(event)).read(new TextEncoder().encode(text));
  return events.map(({ name, data }) => ({ event: name, data: JSON.parse(data) }));
};

const money = expect.stringMatching(/^\d+\.\d{6}$/);

test.each(byName)("G1, G2: an answer of %s has one shape, with its usage and its cost", async (_, vendor) => {
  const { upstream, provider, model } = vendor;
  const { response, json } = await ask({ provider: upstream, model, messages: question, max_tokens: 500 });
  const { usage, cost } = structuredClone(json); // an object that is matched against is changed by it

  expect(response.status).toBe(200);
  expect(Object.keys(json).slice(0, 2)).toEqual(["provider", "message"]);
  expect(response.headers.get("x-proxy-upstream")).toBe(upstream);
  expect(json).toMatchObject({
    provider,
    model,
    message: { role: "assistant", content: expect.stringContaining("capital of France") },
    finish_reason: "stop",
    usage: { input_tokens: usage.prompt_tokens, output_tokens: usage.completion_tokens },
    cost: { estimated_cost_usd: money, input_cost_usd: money, output_cost_usd: money },
    latency_ms: expect.any(Number),
  });
  expect(usage.prompt_tokens).toBeGreaterThan(3);
  expect(usage.completion_tokens).toBeGreaterThan(5);
  expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
  expect(cost.total_tokens).toBe(usage.total_tokens);
  expect(Number(cost.estimated_cost_usd)).toBeCloseTo(Number(cost.input_cost_usd) + Number(cost.output_cost_usd), 5);
});

test.each(byName)(
  "G3: a stream of %s ends with real counts and what it cost, the same as the whole",
  async (_, vendor) => {
    const body = { provider: vendor.upstream, model: vendor.model, messages: question, max_tokens: 500 };
    const whole = await ask(body);
    const inQuery = await ask(body, "?stream=true");
    const { events, response } = await ask({ ...body, stream: true });

    expect(response.headers.get("content-type")).toStartWith("text/event-stream");
    const chunks = events.filter(({ event }) => event === "chunk").map(({ data }) => data);
    expect(chunks.every(({ role }) => role === "assistant")).toBe(true);
    expect(chunks.map(({ content }) => content ?? "").join("")).toBe(whole.json.message.content);
    expect(chunks.length).toBeGreaterThan(3);
    const done = events.at(-1);
    expect(done).toMatchObject({
      event: "done",
      data: { usage: whole.json.usage, cost: whole.json.cost, latency_ms: expect.any(Number) },
    });
    expect(inQuery.events.map(({ event }) => event)).toEqual(events.map(({ event }) => event));
  },
);

test("G6: what an answer says that it cost is what the ledger has", async () => {
  await vendors.daemon.rows();
  const before = (await vendors.daemon.rows()).length;
  for (const { upstream, model } of all) {
    const { json } = await ask({ provider: upstream, model, messages: question, max_tokens: 500 });
    const row = (await vendors.daemon.rows()).at(-1);

    expect(row).toMatchObject({ upstream, dialect: "unified", outcome: "--" });
    expect(json.cost.estimated_cost_usd).toBe(((row?.costMicros ?? 0) / 1e6).toFixed(6));
    expect(row?.costMicros).toBeGreaterThan(0);
  }
  expect((await vendors.daemon.rows()).length).toBe(before + all.length);
});

test("a model without a known price costs null, never 0", async () => {
  const { json } = await ask({ provider: "v-chat", model: "nobody-knows-1", messages: question });

  expect(json.usage.total_tokens).toBeGreaterThan(0);
  expect(json.cost).toMatchObject({ estimated_cost_usd: null, input_cost_usd: null, output_cost_usd: null });
});

test("a provider that is a vendor means its upstream; without one the header tells", async () => {
  const simulated = await ask({ provider: "simulator", model: "m", messages: question });
  const { provider: _, ...silent } = { provider: "", model: "claude-sonnet-4-6", messages: question };
  const byHeader = await ask(silent, "", { "x-proxy-upstream": "v-anthropic" });

  expect(simulated.json).toMatchObject({ provider: "simulator", cost: { estimated_cost_usd: null } });
  expect(byHeader.json).toMatchObject({ provider: "anthropic" });
});

test.each([
  ["no provider", { model: "m", messages: question }, ["provider"]],
  ["an unknown provider", { provider: "acme", model: "m", messages: question }, ["provider"]],
  ["no messages", { provider: "openai", model: "m" }, ["messages"]],
  ["a wrong type", { provider: "openai", model: "m", messages: question, temperature: "hot" }, ["temperature"]],
  [
    "a role that is none",
    { provider: "openai", model: "m", messages: [{ role: "critic", content: "x" }] },
    ["messages"],
  ],
  ["broken JSON", '{"provider": ', ["_errors"]],
  ["nothing at all", "", ["_errors"]],
])("G7: %s is answered with what was expected, and nothing is sent", async (_, body, wrong) => {
  const { response, json } = await ask(body);

  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("x-proxy-error")).toBe("invalid_request");
  expect(json).toMatchObject({
    error: "Invalid request",
    expectedSchema: {
      structure: { type: "object", properties: { provider: { type: "enum" } } },
      description: expect.stringContaining("messages: array of:"),
      example: { messages: [{ role: "user", content: "Hello" }] },
    },
  });
  expect(Object.keys(json.details)).toEqual(wrong);
  expect(await vendors.sent()).toEqual([]);
});

test.each(byName)("G8: errors of %s have one shape and keep their status", async (_, { upstream, model }) => {
  for (const status of [401, 403, 404, 429, 500, 503]) {
    const content = `hi sim-fault(${status};retry-after=7)`;
    const { response, json } = await ask({ provider: upstream, model, messages: [{ role: "user", content }] });

    expect(response.status).toBe(status);
    expect(response.headers.get("x-proxy-request-id")).toBe(json.request_id);
    expect(json).toMatchObject({ error: expect.any(String), code: expect.any(String), request_id: expect.any(String) });
    expect(Object.keys(json)).toContain("hint");
    expect(json.error).not.toBe("");
    if (status === 429) expect(response.headers.get("retry-after")).toBe("7");
  }
});

test.each(byName)("G8: a stream of %s that breaks ends with an error event", async (_, { upstream, model }) => {
  for (const fault of ["error-in-200;after=4", "cut;after=4", "eof;after=4"]) {
    const content = `say 60 words sim-fault(${fault})`;
    const got = await ask({ provider: upstream, model, stream: true, messages: [{ role: "user", content }] }).catch(
      () => null,
    );
    const last = got?.events.at(-1);

    if (got !== null) expect(last).toMatchObject({ event: "error", data: { error: expect.any(String) } });
  }
});
