import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Hashed, notedBy, sendHashed } from "../support/hashed.ts";

const vendor = listenSimulator();
let daemon: TestDaemon;

beforeAll(async () => {
  daemon = await startDaemon({
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor" },
    env: { PROXY_TIMESCALE: "1" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

/** Both directions of one request, hash by hash. */
const expectSameBytes = async (seen: Hashed): Promise<void> => {
  const noted = await notedBy(vendor, seen.id);
  expect(noted.requestSha256).toBe(seen.sentSha256);
  expect(noted.answerSha256).toBe(seen.receivedSha256);
  expect(noted.answerBytes).toBe(seen.received.length);
  expect(noted.status).toBe(seen.status);
};

const words = "say 60 words, né 你好 🚀";
/** A beginning that nobody may write anew; vendors do not look into this field. */
const oddities = '"z":1e400,"a" : 0.10000000000000000001, "esc":"\\u00e9\\/", "big":12345678901234567890';
const oddIn = (field: string): string => `{ "${field}" : { ${oddities} } ,`;
const odd = oddIn("metadata");
const oddTool = `{ "tools" : [ { "name":"Odd","input_schema" : { "type":"object", ${oddities} } } ] ,`;
const tools = [{ name: "Bash", input_schema: { type: "object", properties: { command: { type: "string" } } } }];

const chats = {
  anthropic: (stream: boolean, text = words) => [
    "/v1/messages?beta=true",
    `${oddTool} "model":"claude-sonnet-4-6","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":1024},"stream":${stream},"messages":[{"role":"user","content":${JSON.stringify(text)}}]}`,
  ],
  "openai-chat": (stream: boolean, text = words) => [
    "/v1/chat/completions",
    `${odd} "model":"gpt-4o","stream":${stream},"messages":[{"role":"user","content":${JSON.stringify(text)}}]}`,
  ],
  mistral: (stream: boolean, text = words) => [
    "/v1/chat/completions",
    `${odd} "model":"mistral-small-latest","stream":${stream},"messages":[{"role":"user","content":${JSON.stringify(text)}}]}`,
  ],
  "openai-responses": (stream: boolean, text = words) => [
    "/v1/responses",
    `${odd} "model":"gpt-5.4","stream":${stream},"input":${JSON.stringify(text)}}`,
  ],
  gemini: (stream: boolean, text = words) => [
    `/v1beta/models/gemini-2.5-pro:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    `${oddIn("labels")} "contents":[{"role":"user","parts":[{"text":${JSON.stringify(text)}}]}]}`,
  ],
} as const satisfies Record<string, (stream: boolean, text?: string) => readonly [string, string]>;

const everyChat = Object.entries(chats).flatMap(([format, write]) => [
  { way: `${format}, whole`, ask: () => write(false) },
  { way: `${format}, streamed`, ask: () => write(true) },
]);

describe("V8, C2: every format", () => {
  test.each(everyChat)("$way: the same bytes on both sides, in both directions", async ({ ask }) => {
    const [path, body] = ask();

    const seen = await sendHashed(daemon.url + path, { body });

    expect(seen.status).toBe(200);
    expect(seen.received.length).toBeGreaterThan(100);
    await expectSameBytes(seen);
  });

  test("Google's stream without alt=sse is one JSON array, and stays one", async () => {
    const [, body] = chats.gemini(true);

    const seen = await sendHashed(`${daemon.url}/v1beta/models/gemini-2.5-pro:streamGenerateContent`, { body });

    expect(Array.isArray(JSON.parse(seen.received.toString()))).toBe(true);
    await expectSameBytes(seen);
  });

  test("a tool call with thinking, the padding of Anthropic's events and all", async () => {
    const body = JSON.stringify({
      model: "claude-sonnet-4-6",
      max_tokens: 9000,
      stream: true,
      thinking: { type: "adaptive" },
      tools,
      messages: [{ role: "user", content: "list files" }],
    });

    const seen = await sendHashed(`${daemon.url}/v1/messages`, { body });

    expect(seen.received.toString()).toContain("tool_use");
    await expectSameBytes(seen);
  });
});

const faults = [
  "429;retry-after=7",
  "500",
  "529",
  "html-502",
  "empty",
  "bad-json",
  "no-content-type",
  "drip;bytes=1;ms=0",
  "crlf",
  "gzip",
  "error-in-200;after=4",
];

test.each(faults)("an answer that is odd (%s) is passed on as it is", async (fault) => {
  const [path, body] = chats.anthropic(true, "say 20 words né 🚀");

  const seen = await sendHashed(daemon.url + path, {
    body,
    headers: { "x-sim-fault": fault, "accept-encoding": "gzip" },
  });

  if (fault.startsWith("429")) expect(seen.headers.get("retry-after")).toBe("7");
  if (fault === "gzip") expect(seen.headers.get("content-encoding")).toBe("gzip");
  await expectSameBytes(seen);
});

describe("large and strange requests", () => {
  const image = (megabytes: number): string => Buffer.alloc(megabytes * 750_000, 7).toString("base64");
  const withImage = (megabytes: number): string =>
    JSON.stringify({
      model: "claude-sonnet-4-6",
      max_tokens: 99,
      messages: [
        {
          role: "user",
          content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: image(megabytes) } }],
        },
      ],
    });

  test.each([5, 12])("an image of %i MB", async (megabytes) => {
    const seen = await sendHashed(`${daemon.url}/v1/messages`, { body: withImage(megabytes) });

    expect(seen.status).toBe(200);
    await expectSameBytes(seen);
  });

  test("an upload in several parts, with bytes that are no text", async () => {
    const part = Buffer.concat([
      Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'),
      Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256)),
      Buffer.from("\r\n--b--\r\n"),
    ]);

    const seen = await sendHashed(`${daemon.url}/v1/audio/transcriptions`, {
      body: part,
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });

    await expectSameBytes(seen);
  });

  test("a body that the client has compressed", async () => {
    const [path, body] = chats["openai-chat"](false);

    const seen = await sendHashed(daemon.url + path, {
      body: Bun.gzipSync(Buffer.from(body)),
      headers: { "content-encoding": "gzip" },
    });

    expect(seen.status).toBe(200);
    await expectSameBytes(seen);
  });

  test("an empty body, and one that is no JSON", async () => {
    for (const body of ["", "{not json", "\u0000\u0001"]) {
      await expectSameBytes(await sendHashed(`${daemon.url}/v1/messages`, { body }));
    }
  });

  test("Z1: embeddings as base64, count_tokens and the list of models", async () => {
    await expectSameBytes(
      await sendHashed(`${daemon.url}/v1/embeddings`, {
        body: JSON.stringify({ model: "text-embedding-3-small", input: ["é", "🚀"], encoding_format: "base64" }),
      }),
    );
    await expectSameBytes(
      await sendHashed(`${daemon.url}/v1/messages/count_tokens`, {
        body: JSON.stringify({ model: "claude-sonnet-4-6", messages: [{ role: "user", content: "hi" }] }),
      }),
    );
    await expectSameBytes(await sendHashed(`${daemon.url}/v1/models`, { method: "GET" }));
  });

  test("methods and paths that nobody here knows", async () => {
    await expectSameBytes(await sendHashed(`${daemon.url}/v1/files/file-1?purpose=a%2Fb`, { method: "DELETE" }));
    await expectSameBytes(
      await sendHashed(`${daemon.url}/v9/never/heard?of=it&x=%F0%9F%9A%80`, { method: "PUT", body: "anything" }),
    );
    await expectSameBytes(await sendHashed(`${daemon.url}/v1/batches`, { method: "PATCH", body: "{}" }));
  });

  test("HEAD has the length of what GET would give, and no body", async () => {
    const got = await sendHashed(`${daemon.url}/v1/files/file-1`, { method: "GET" });
    const head = await sendHashed(`${daemon.url}/v1/files/file-1`, { method: "HEAD" });

    expect(head.received.length).toBe(0);
    expect(head.status).toBe(got.status);
    expect((await notedBy(vendor, head.id)).method).toBe("HEAD");
  });
});

test("C-20, I-05: a hundred streams at a time do not mix", async () => {
  // A word of letters alone is one token, and the vendor never cuts a token in two.
  const names = Array.from({ length: 100 }, (_, at) => `only${String.fromCharCode(97 + at / 10, 97 + (at % 10))}`);
  const texts = names.map((name) => `echo: ${`${name} 🚀 `.repeat(120)}`);
  const asks = texts.map((text, at) => Object.values(chats)[at % 5]?.(true, text) ?? chats.anthropic(true, text));

  const all = await Promise.all(asks.map(([path, body]) => sendHashed(daemon.url + path, { body })));

  for (const [at, seen] of all.entries()) {
    await expectSameBytes(seen);
    expect([...new Set(seen.received.toString().match(/only[a-j]{2}/g))]).toEqual([names[at] ?? ""]);
  }
});

test("the ledger has a row for each of them, with the vendor's bytes", async () => {
  const rows = await daemon.rows();

  expect(rows.length).toBe(vendor.log.entries().length);
  expect(rows.reduce((sum, { bytesIn }) => sum + bytesIn, 0)).toBe(
    vendor.log.entries().reduce((sum, { requestBytes }) => sum + requestBytes, 0),
  );
  expect(rows.every(({ upstream }) => upstream === "vendor")).toBe(true);
});
