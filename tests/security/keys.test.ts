import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { canaries } from "../support/canary.ts";
import { expectWhole, type FaultBench, headerOf, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
const evil = startFaultd();
beforeAll(async () => {
  bench = await startBench({
    moreServers: (url) =>
      `${serversAt(url)}holding:\n  endpoint: ${url}\n  type: anthropic\n  api_key: ${canaries.held}\n`,
  });
});
afterAll(async () => {
  await bench.stop();
  evil.stop();
});

const [anthropic, openaiChat] = formats as [Format, Format];
const gemini = formats[3] as Format;

type Headers = Readonly<Record<string, string>>;

const chatWith = async (
  format: Format,
  headers: Headers,
  body = format.body(false),
  answer = answerText(format.answer),
): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answer));
  evil.play();
  const client = await bench.ask(format, false, { headers: { "x-proxy-upstream": format.upstream, ...headers }, body });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

const refusalOf = (client: RawClient): string | undefined => headerOf(client, "x-proxy-error");

describe("S-37: a client's key goes to its own vendor and nowhere else", () => {
  const others: readonly {
    readonly key: string;
    readonly format: Format;
    readonly to: string;
    readonly headers: Headers;
  }[] = [
    { key: canaries.anthropic, format: anthropic, to: "cn", headers: {} },
    {
      key: canaries.anthropic,
      format: openaiChat,
      to: "openai",
      headers: { authorization: `Bearer ${canaries.anthropic}` },
    },
    { key: canaries.openai, format: anthropic, to: "anthropic", headers: { "x-api-key": canaries.openai } },
    { key: canaries.openai, format: openaiChat, to: "mistral", headers: {} },
    { key: canaries.google, format: anthropic, to: "anthropic", headers: { "x-goog-api-key": canaries.google } },
    { key: canaries.zai, format: openaiChat, to: "openai", headers: { authorization: `bearer ${canaries.zai}` } },
  ];
  for (const { key, format, to, headers } of others) {
    test(`${key.slice(0, 8)}… is not sent to ${to} over ${format.name}`, async () => {
      const client = await chatWith(format, { ...headers, "x-proxy-upstream": to });

      expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
      expect(refusalOf(client)).toBe("key_vendor_mismatch");
      expect(client.text()).not.toContain(key);
      expect(bench.vendor.connections()).toBe(0);
    });
  }

  test("but it does go to its own", async () => {
    const client = await chatWith(openaiChat, { authorization: `Bearer ${canaries.zai}`, "x-proxy-upstream": "cn" });

    expectWhole(client, openaiChat.answer);
    expect((await bench.hit()).text()).toContain(canaries.zai);
  });

  test("a Gemini key in the query goes on in a header, so that no log on the way has it", async () => {
    bench.vendor.play(read("all"), send(answerText(gemini.answer)));
    const client = await connectRaw(bench.daemon.port);
    const body = gemini.body(false);
    client.write(
      `POST /v1beta/models/gemini-2.5-pro:generateContent?key=${canaries.google}&alt=json HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await client.until("the answer ends", () => client.end() !== null);

    expectWhole(client, gemini.answer);
    const sent = (await bench.hit()).text();
    expect(sent).toStartWith("POST /v1beta/models/gemini-2.5-pro:generateContent?alt=json HTTP/1.1\r\n");
    expect(sent.toLowerCase()).toContain(`x-goog-api-key: ${canaries.google.toLowerCase()}`);
  });
});

describe("S-20, S-36: a key that the daemon holds", () => {
  const tokenOf = async (): Promise<string> => (await Bun.file(`${bench.daemon.home}/token`).text()).trim();

  test("is not used for a program without the local token", async () => {
    for (const headers of [{}, { "x-api-key": "pxy_wrong" }, { "x-proxy-token": "" }] as readonly Headers[]) {
      const client = await chatWith(anthropic, { "x-proxy-upstream": "holding", ...headers });

      expect(client.message().startLine).toStartWith("HTTP/1.1 401 ");
      expect(refusalOf(client)).toBe("token_required");
      expect(bench.vendor.connections()).toBe(0);
    }
  });

  test("takes the place of whatever key the client has shown, and the token stays here", async () => {
    const token = await tokenOf();
    for (const headers of [
      { "x-proxy-token": token },
      { "x-api-key": token },
      { authorization: `Bearer ${token}` },
    ] as readonly Headers[]) {
      const client = await chatWith(anthropic, { "x-proxy-upstream": "holding", ...headers });

      expectWhole(client, anthropic.answer);
      const sent = (await bench.hit()).text();
      expect(sent).toContain(`x-api-key: ${canaries.held}`);
      expect(sent).not.toContain(token);
      expect(sent).not.toContain(canaries.anthropic);
    }
  });

  test("the local token never leaves for a vendor that has no key of ours", async () => {
    const token = await tokenOf();
    for (const headers of [{ "x-api-key": token }, { authorization: `Bearer ${token}` }] as readonly Headers[]) {
      const client = await chatWith(anthropic, { "x-proxy-upstream": "anthropic", ...headers });

      expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
      expect(refusalOf(client)).toBe("key_vendor_mismatch");
      expect(bench.vendor.connections()).toBe(0);
    }
  });
});

describe("S-42: nothing in a request names a destination", () => {
  test("no header does", async () => {
    const names = [
      "x-upstream",
      "x-portkey-custom-host",
      "x-forwarded-host",
      "x-original-url",
      "x-rewrite-url",
      "x-base-url",
      "forwarded",
      "x-proxy-endpoint",
      "x-proxy-base-url",
    ];
    const client = await chatWith(anthropic, Object.fromEntries(names.map((name) => [name, evil.url])));

    expectWhole(client, anthropic.answer);
    expect(bench.vendor.hits().length).toBe(1);
    expect(evil.connections()).toBe(0);
  });

  test("no field of the body does", async () => {
    const body = JSON.stringify({
      model: "claude-sonnet-4-5",
      api_base: evil.url,
      base_url: evil.url,
      api_key: "x",
      custom_llm_provider: "openai",
      provider: evil.url,
      messages: [],
    });
    const client = await chatWith(anthropic, {}, body);

    expectWhole(client, anthropic.answer);
    expect(Buffer.from((await bench.hit()).body()).toString()).toBe(body);
    expect(evil.connections()).toBe(0);
  });

  test("a header can choose among the configured upstreams only, by name", async () => {
    for (const name of [evil.url, "//evil", "127.0.0.1", "__proto__", "constructor"]) {
      const client = await chatWith(anthropic, { "x-proxy-upstream": name });

      expect(refusalOf(client)).toBe("upstream_unknown");
      expect(evil.connections() + bench.vendor.connections()).toBe(0);
    }
  });
});

describe("S-43: no path leads away from the upstream's own address", () => {
  const host = (): string => new URL(evil.url).host;
  const paths = (): readonly string[] => [
    `//${host()}/v1/messages`,
    `/\\${host()}/v1/messages`,
    `/@${host()}/v1/messages`,
    `/.${host()}/v1/messages`,
    `/:80@${host()}/v1/messages`,
    `/%2e%2e/%2e%2e/v1/messages`,
    `/v1/messages;x=http://${host()}`,
    `/v1/messages%00`,
    `/http://${host()}/v1/messages`,
    `http://${host()}/v1/messages`,
    `http:${host()}`,
    `/v1/messages?url=http://${host()}/`,
  ];

  test("whatever it looks like", async () => {
    for (const path of paths()) {
      bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
      evil.play();
      const client = await connectRaw(bench.daemon.port);
      client.write(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nx-api-key: ${canaries.anthropic}\r\nx-proxy-upstream: anthropic\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`,
      );
      await client.until(`an end for ${path}`, () => client.end() !== null);

      expect(evil.connections()).toBe(0);
      for (const hit of bench.vendor.hits())
        expect(hit.text()).toContain(`\r\nHost: 127.0.0.1:${bench.vendor.port}\r\n`);
    }
  });
});

test("S-32: what a vendor could plant in a browser is taken out of its answer, the rest arrives", async () => {
  const planted = {
    "set-cookie": "a=b",
    "access-control-allow-origin": "*",
    "alt-svc": 'h3=":443"',
    "strict-transport-security": "max-age=1",
    "clear-site-data": '"*"',
  };
  const kept = {
    "request-id": "req_1",
    "anthropic-organization-id": "o",
    "x-request-id": "x",
    "retry-after": "1",
    "cf-ray": "r",
  };
  const client = await chatWith(
    anthropic,
    {},
    anthropic.body(false),
    answerText(anthropic.answer, "200 OK", { ...planted, ...kept }),
  );

  for (const name of Object.keys(planted)) expect(headerOf(client, name)).toBeUndefined();
  for (const [name, value] of Object.entries(kept)) expect(headerOf(client, name)).toBe(value);
});

test("C-19: what belongs to the hop, to us or to the browser stays here, and Connection cannot take the key away", async () => {
  const client = await chatWith(anthropic, {
    connection: "close, x-api-key, x-drop-me",
    "x-drop-me": "1",
    cookie: "session=1",
    "proxy-authorization": "Basic eDp5",
    te: "trailers",
    "x-forwarded-for": "10.0.0.1",
    "x-proxy-request-id": "r_spoofed",
    "anthropic-beta": "keep-me",
  });

  expectWhole(client, anthropic.answer);
  const sent = (await bench.hit()).text().toLowerCase();
  for (const gone of [
    "x-drop-me",
    "cookie",
    "proxy-authorization",
    "x-forwarded-for",
    "x-proxy-request-id",
    "x-proxy-upstream",
  ])
    expect(sent).not.toContain(`\r\n${gone}:`);
  expect(sent).toContain(`x-api-key: ${canaries.anthropic.toLowerCase()}`);
  expect(sent).toContain("anthropic-beta: keep-me");
  expect(headerOf(client, "x-proxy-request-id")).not.toBe("r_spoofed");
});

test("U-39: a request that goes round in a circle is stopped, whatever its hop header says", async () => {
  for (const hops of ["3", "99", "1e9", "Infinity", "abc", "-7", "3, 3"]) {
    const client = await chatWith(anthropic, { "x-proxy-hop": hops });

    const sent = bench.vendor.hits()[0]?.text() ?? "";
    const next = Number(/\r\nx-proxy-hop: (.*)\r\n/i.exec(sent)?.[1] ?? 99);
    expect(refusalOf(client) === "proxy_loop" || next >= 1).toBe(true);
    expect(next).not.toBeNaN();
  }
});

test("S-56: an error tells its name and id, never a stack or a path of ours", async () => {
  const client = await chatWith(anthropic, { "x-proxy-upstream": "nowhere" });

  expect(client.message().startLine).toStartWith("HTTP/1.1 500 ");
  expect(headerOf(client, "x-proxy-request-id")).toMatch(/^r_/);
  expect(client.text()).not.toMatch(/\.ts\b|\bat \/|node_modules|Error:|\/work\//);
});
