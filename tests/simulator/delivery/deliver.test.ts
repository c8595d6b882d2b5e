import { describe, expect, test } from "bun:test";
import { gunzipSync } from "node:zlib";
import { asks, frozen, jsonOf, noSleep, post } from "../asking.ts";

const faulty = (fault: string, ask: readonly [string, object] = asks.anthropic("say 9 words", { stream: true })) =>
  post(frozen({ sleep: noSleep }), ...ask, { "x-sim-fault": fault });

describe("faults that stand in for the answer", () => {
  test.each([
    ["anthropic", asks.anthropic("hi"), { type: "error", error: { type: "overloaded_error" } }],
    ["openai-chat", asks["openai-chat"]("hi"), { error: { type: "server_error", param: null } }],
    ["openai-responses", asks["openai-responses"]("hi"), { error: { type: "server_error", param: null } }],
    ["mistral", asks.mistral("hi"), { object: "error", type: "server_error" }],
    ["gemini", asks.gemini("hi"), { error: { code: 529, status: "UNAVAILABLE" } }],
  ] as const)("529 has the shape of %s", async (_, ask, body) => {
    const response = await faulty("529", ask);

    expect(response.status).toBe(529);
    expect(await jsonOf(response)).toMatchObject(body);
  });

  test.each([401, 402, 403, 404, 413, 429, 500, 503, 529])(
    "%p has that status and the vendor's headers",
    async (status) => {
      const response = await faulty(String(status));

      expect(response.status).toBe(status);
      expect(response.headers.get("request-id")).toBe((await jsonOf(response)).request_id);
    },
  );

  test("advice to wait goes out as it was ordered, and only then", async () => {
    expect((await faulty("429;retry-after=2")).headers.get("retry-after")).toBe("2");
    expect((await faulty("429;retry-after=soon")).headers.get("retry-after")).toBe("soon");
    expect((await faulty("429")).headers.has("retry-after")).toBe(false);
    expect(await (await faulty("429;retry-after=2", asks.gemini("hi"))).text()).toContain('"retryDelay": "2s"');
  });

  test("a gateway's page is HTML", async () => {
    const response = await faulty("html-502");

    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toStartWith("<html>");
  });

  test("a redirect points where it was told, and needs to be told", async () => {
    const response = await faulty("redirect;to=http://elsewhere.example/v1;status=308");

    expect(response.status).toBe(308);
    expect(response.headers.get("location")).toBe("http://elsewhere.example/v1");
    expect((await faulty("redirect")).status).toBe(400);
  });

  test("empty is 200 and nothing", async () => {
    const response = await faulty("empty");

    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("faults of a good answer", () => {
  test("the type of the content can be missing", async () => {
    expect((await faulty("no-content-type")).headers.get("content-type")).toBeNull();
  });

  test("a compressed answer says so and is the same", async () => {
    const plain = await (await faulty("")).bytes();
    const packed = await faulty("gzip");

    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await packed.bytes()).equals(plain)).toBe(true);
  });

  test("a whole body can be broken JSON, cut in the middle, or half an error", async () => {
    const ask = asks.anthropic("echo: hello");
    const text = await (await faulty("", ask)).text();

    const bad = await (await faulty("bad-json", ask)).text();
    expect(() => JSON.parse(bad)).toThrow();
    expect(await (await faulty("eof", ask)).text()).toBe(text.slice(0, Math.floor(text.length / 2)));
    expect(await (await faulty("error-in-200;after=0", ask)).text()).toContain("overloaded_error");
    expect(await (await faulty("cut", ask)).text().catch((error: unknown) => String(error))).toContain("broke");
  });

  test.each([
    ["anthropic", asks.anthropic("hi", { stream: true }), "event: error\ndata: "],
    ["openai-chat", asks["openai-chat"]("hi", { stream: true }), 'data: {"error":'],
    ["openai-responses", asks["openai-responses"]("hi", { stream: true }), "event: error\ndata: "],
    ["mistral", asks.mistral("hi", { stream: true }), 'data: {"object":"error"'],
    ["gemini", asks.gemini("hi", { stream: true }), 'data: {"error": {"code": 500'],
  ] as const)("an error event inside the stream has the shape of %s", async (_, ask, beginning) => {
    const text = await (await faulty("error-in-200;after=1;status=500", ask)).text();

    expect(text).toContain(beginning);
    expect(text.trim().split(/\r?\n\r?\n/)).toHaveLength(2);
  });
});
