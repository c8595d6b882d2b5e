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

test("U-39: a request that goes round in a circle is stopped, whatever its hop header says", async () => {
  for (const hops of ["3", "99", "1e9", "Infinity", "abc", "-7", "3, 3"]) {
    const client = await chatWith(anthropic, { "x-proxy-hop": hops });

    const sent = bench.vendor.hits()[0]?.text() ?? "";
    const next = Number(/\r\nx-proxy-hop: (.*)\r\n/i.exec(sent)?.[1] ?? 99);
    expect(refusalOf(client) === "proxy_loop" || next >= 1).toBe(true);
    expect(next).not.toBeNaN();
  }
});
