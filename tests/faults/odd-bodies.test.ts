import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];

/** Sends this body and waits for the whole answer. */
const ask = async (body: Uint8Array | string, format: Format = anthropic, more = {}): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  const client = await connectRaw(bench.daemon.port);
  const payload = Buffer.from(body);
  const head = requestText(format, false, bench.daemon.port, { "content-length": String(payload.length), ...more }, "");
  client.write(Buffer.concat([head, payload]));
  await client.until("the answer ends", () => client.end() !== null, 15_000);
  return client;
};
const expectForwarded = async (
  client: RawClient,
  body: Uint8Array | string,
  format: Format = anthropic,
): Promise<void> => {
  expectWhole(client, format.answer);
  expect(Buffer.compare(Buffer.from((await bench.hit()).body()), Buffer.from(body))).toBe(0);
};

const nearly = [
  ...["", " ", "{", "}", "[", "nul", "tru", '"', '{"a"', '{"a":', '{"a":1', '{"a":1,}', "[1,]", "{'a':1}", "{a:1}"],
  ...["// x\n{}", "/* x */{}", "{}{}", "{} x", '{"a":1 "b":2}', '{"a":01}', '{"a":.5}', '{"a":+1}', '{"a":NaN}'],
  ...[
    '{"a":Infinity}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"model":"claude"',
    '{"model":"cla',
    '{"model":',
  ],
  ...["<xml/>", "a=b&c=d", "\ufeff{}", "--b\r\n\r\nx\r\n--b--", "null", "true", "5", '"text"', "[]", '{"model":5}'],
  ...['{"model":null,"stream":"yes"}', '{"messages":{}}', "\0", "\0{}", "{\0}"],
];

describe.each(everyFormat)("$way", ({ format }) => {
  test("C-11: a body that is no JSON, or nearly, reaches the vendor as it is: the vendor knows best what to say", async () => {
    const bodies = [
      ...nearly.map((text) => Buffer.from(text)),
      Buffer.from('{"a":1}', "utf16le"),
      Buffer.from([0xff, 0xfe, 0]),
    ];
    for (const body of bodies) {
      const more = { "x-proxy-upstream": format.upstream };
      await expectForwarded(await ask(body, format, more), body, format);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  }, 60_000);
});

test("C-12: JSON nested as deeply as anybody likes goes through, and overflows nothing", async () => {
  for (const depth of [100, 10_000, 1_000_000, 4_000_000]) {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      if (open.length * depth > 8_000_000) continue; // what streams is not looked into
      const body = `{"model":"claude-sonnet-4-5","deep":${open.repeat(depth)}1${close.repeat(depth)}}`;

      await expectForwarded(await ask(body), body);
    }
  }
  await bench.afterwards({ outcome: "--", status: 200 });
}, 60_000);

describe("C-13: a key that is there twice", () => {
  const twice = (first: string, second: string): string => `{"model":"${first}","messages":[],"model":"${second}"}`;
  const noSigns = { "x-api-key": "k", "user-agent": "x", "anthropic-version": "" };

  test("goes through as it is where nothing here depends on it", async () => {
    const body = twice("claude-sonnet-4-5", "claude-haiku-4-5");

    await expectForwarded(await ask(body, anthropic, { "x-proxy-upstream": "anthropic" }), body);
    expect((await bench.daemon.rows()).at(-1)?.model).toBe("claude-haiku-4-5");
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("goes through where it says the same both times", async () => {
    const body = twice("claude-sonnet-4-5", "claude-sonnet-4-5");

    await expectForwarded(await ask(body, anthropic, noSigns), body);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("is refused where it decides which vendor gets the request", async () => {
    const client = await ask(twice("glm-4.6", "claude-sonnet-4-5"), anthropic, noSigns);

    expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
    expect(headerOf(client, "x-proxy-error")).toBe("ambiguous_json");
    expect(anthropic.errorIn(Buffer.from(client.message().body).toString())).toContain("`model`");
    await bench.afterwards({ outcome: "PR", error: "ambiguous_json", hits: 0, status: 400 });
  });
});

describe("C-14: values of the wrong type", () => {
  const wrong = [
    [{ messages: {} }, "messages", /expected array/],
    [{ model: 5 }, "model", /expected string/],
    [{ stream: "yes" }, "stream", /expected boolean/],
    [{ temperature: "1" }, "temperature", /expected number/],
    [{ messages: [{ role: "user", content: null }] }, "messages.0.content", /expected string or array/],
    [{ messages: [{ role: "user", content: 7 }] }, "messages.0.content", /expected string|Invalid input/],
  ] as const;
  const usual = { model: "claude-sonnet-4-5", messages: [{ role: "user", content: "hi" }] };

  test.each(wrong)(
    "%j is refused at /v1/chat, with its place and what is expected, and nothing is sent",
    async (more, place, expected) => {
      bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
      const answer = await fetch(`${bench.daemon.url}/v1/chat`, {
        keepalive: false, // it is looked whether all connections are closed again
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": "k" },
        body: JSON.stringify({ provider: "anthropic", ...usual, ...more }),
      });
      const json = await answer.json();

      expect(answer.status).toBe(400);
      expect(json).toMatchObject({ error: "Invalid request", expectedSchema: { structure: expect.anything() } });
      expect(json).toHaveProperty(`details.${place}._errors.0`, expect.stringMatching(expected));
      await bench.afterwards({ outcome: "PR", error: "invalid_request", hits: 0, status: 400 });
    },
  );

  test.each(wrong)("%j goes to the vendor of any other format as it is", async (more) => {
    const body = JSON.stringify({ ...usual, ...more });

    await expectForwarded(await ask(body, anthropic, { "x-proxy-upstream": "anthropic" }), body);
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

test("C-15, S-41: numbers, escapes and arguments of tools that a rewrite would change arrive byte for byte", async () => {
  const odd = [
    ...["12345678901234567890", "1.0", "1e400", "-0", "-0.0", "1E+2", '"\\u00e9"', '"\\/"', '"\\ud800"', '"\u2028"'],
    ...['{"b":1,"a":2}', '{"a":1,"a":2}', "[ 1 ,2]", '""', '{"":{}}', '"{\\"path\\":\\"a\\\\b\\",\\"n\\":1.0}"'],
  ];
  const bodies = odd.flatMap((value) => [
    `{"model":"claude-sonnet-4-5","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":${value}}]}]}`,
    `{ "model" : "claude-sonnet-4-5",\r\n\t"messages":[{"tool_calls":[{"function":{"arguments":${JSON.stringify(value)}}}]}] }\n`,
  ]);
  for (const body of bodies) await expectForwarded(await ask(body), body);
});

test("C-15: any JSON text arrives as it was written", async () => {
  const text = fc.tuple(fc.json(), fc.constantFrom("", " ", "\n\t")).map(([json, space]) => `${space}${json}${space}`);
  await fc.assert(
    fc.asyncProperty(text, async (body) => expectForwarded(await ask(body), body)),
    { numRuns: 60 },
  );
});

test("C-16: a compressed body passes as it was compressed, also one that is labelled wrongly or blows up", async () => {
  const plain = Buffer.from(anthropic.body(false));
  const bodies = [
    ["gzip", gzipSync(plain)],
    ["br", brotliCompressSync(plain)],
    ["zstd", Bun.zstdCompressSync(plain)],
    ["gzip", plain],
    ["gzip", gzipSync(plain).subarray(0, 20)],
    ["unheard-of", plain],
    ["gzip, gzip", gzipSync(gzipSync(plain))],
    ["gzip", gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ] as const;
  for (const [encoding, body] of bodies) {
    const client = await ask(body, anthropic, { "content-encoding": encoding });

    await expectForwarded(client, body);
    expect((await bench.hit()).text().toLowerCase()).toContain(`content-encoding: ${encoding}\r\n`);
  }
  await bench.afterwards({ outcome: "--", status: 200 });
}, 60_000);
