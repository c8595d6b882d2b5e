import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newHome } from "../support/daemon.ts";
import {
  expectRefusal,
  expectWhole,
  type FaultBench,
  headerOf,
  serversAt,
  shortLimits,
  startBench,
} from "../support/fault-bench.ts";
import { type Faultd, hold, read, type Step, send, startFaultd } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

const vendors = ["anthropic", "openai", "google"] as const;

/** For each vendor one that is dead, one that is busy, one whose name is not known, and one that speaks no TLS. */
const more = (dead: string, busy: string): string =>
  vendors
    .flatMap((type) => [
      `dead-${type}:\n  endpoint: ${dead}\n  type: ${type}\n`,
      `busy-${type}:\n  endpoint: ${busy}\n  type: ${type}\n`,
      `nameless-${type}:\n  endpoint: https://nowhere.invalid\n  type: ${type}\n`,
      `plain-${type}:\n  endpoint: ${busy.replace("http:", "https:")}\n  type: ${type}\n`,
    ])
    .join("");

const config = `fallbacks:
${vendors.map((name) => `  - { when: { upstream: "{dead,nameless,plain}-${name}" }, to: [dead-${name}, ${name}] }`).join("\n")}
${vendors.map((name) => `  - { when: { upstream: busy-${name} }, to: [${name}], after: [limited, overloaded, failed, error_first] }`).join("\n")}
breaker: { failures: 0, cool_down: false }
`;

let bench: FaultBench;
let busy: Faultd;
beforeAll(async () => {
  const closed = startFaultd();
  closed.stop();
  busy = startFaultd();
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  bench = await startBench({
    home,
    flags: shortLimits,
    moreServers: (vendor) => serversAt(vendor) + more(closed.url, busy.url),
  });
});
afterAll(async () => {
  await bench.stop();
  busy.stop();
});

const whole = (format: Format, stream: boolean): readonly Step[] =>
  stream
    ? [read("all"), send(streamHead()), send(chunk(streamOf(format))), send(lastChunk)]
    : [read("all"), send(answerText(format.answer))];

const event = (type: string, more: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;

/** Streams that have said a word. */
const begun: Readonly<Record<Format["name"], readonly string[]>> = {
  anthropic: [
    event("message_start", { message: { id: "msg_1", usage: { input_tokens: 9, output_tokens: 1 } } }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "well" } }),
  ],
  "openai-responses": [
    event("response.created", { response: { id: "resp_1" } }),
    event("response.output_item.added", { output_index: 0, item: { type: "message", id: "m", content: [] } }),
    event("response.content_part.added", {
      output_index: 0,
      content_index: 0,
      part: { type: "output_text", text: "" },
    }),
    event("response.output_text.delta", { output_index: 0, content_index: 0, delta: "well" }),
  ],
  "openai-chat": [`data: ${JSON.stringify({ id: "c1", choices: [{ index: 0, delta: { content: "well" } }] })}\n\n`],
  gemini: [`data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: "well" }] } }] })}\r\n\r\n`],
};

const asked = async (format: Format, stream: boolean, first: string): Promise<RawClient> => {
  bench.vendor.play(...whole(format, stream));
  const client = await bench.ask(format, stream, { headers: { "x-proxy-upstream": `${first}-${format.upstream}` } });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

const expectAnswer = (client: RawClient, format: Format, stream: boolean, attempts: string): void => {
  expectWhole(client, stream ? streamOf(format) : format.answer);
  expect(headerOf(client, "x-proxy-upstream")).toBe(format.upstream);
  expect(headerOf(client, "x-proxy-attempts")).toBe(attempts);
};

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-38: where the first of two upstreams is dead, the second one answers, and the client sees no error", async () => {
    const client = await asked(format, stream, "dead");

    expectAnswer(client, format, stream, `dead-${format.upstream} refused, ${format.upstream}`);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test.each([
    ["429 Too Many Requests", "limited"],
    ["529 Site Overloaded", "overloaded"],
    ["500 Internal Server Error", "failed"],
  ])("U-23: a %s goes to the next one where that is wished, and nothing of it remains", async (status, reason) => {
    busy.play(read("all"), send(answerText('{"error":{"message":"busy"}}', status, { "retry-after": "999" })));
    const client = await asked(format, stream, "busy");

    expectAnswer(client, format, stream, `busy-${format.upstream} ${reason}, ${format.upstream}`);
    expect(busy.hits().length).toBe(1);
    expect(client.text()).not.toContain("retry-after");
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-24: a stream that begins with an error goes to the next one where that is wished, unseen", async () => {
    busy.play(read("all"), send(streamHead()), send(chunk(format.failure)), hold);
    const client = await asked(format, true, "busy");

    expectAnswer(client, format, true, `busy-${format.upstream} error_first, ${format.upstream}`);
    expect(client.text()).not.toContain(format.failure.trim());
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-24: one that has said something keeps its error, and the next is not asked", async () => {
    const sofar = begun[format.name].join("") + format.failure;
    busy.play(read("all"), send(streamHead()), send(chunk(sofar)), send(lastChunk));
    const client = await asked(format, true, "busy");

    expectWhole(client, sofar);
    await bench.afterwards({ outcome: "SD", hits: 0, status: 200 });
  });

  test("U-03, U-05: neither is an unknown name the end, nor a handshake that fails, and each dead one is told", async () => {
    for (const [first, reason] of [
      ["nameless", "dns"],
      ["plain", "tls"],
    ] as const) {
      busy.play(send("HTTP/1.1 400 Bad Request\r\n\r\n"));
      const client = await asked(format, false, first);

      const { upstream } = format;
      expectAnswer(client, format, false, `${first}-${upstream} ${reason}, dead-${upstream} refused, ${upstream}`);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-06: after the request was sent no other is asked, whatever comes of it", async () => {
    busy.play(read("all"));
    const client = await asked(format, false, "busy");

    expectRefusal(client, format, 502, "upstream_closed");
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", hits: 0, status: 502 });
  });
});

test("a request that has gone elsewhere names who has answered in its row, and its tries can be looked at", async () => {
  const [format] = formats as [Format];
  await asked(format, false, "dead");
  await bench.afterwards({ outcome: "--" });

  const row = (await bench.daemon.rows()).findLast(({ attempts }) => attempts === 2);
  expect(row).toMatchObject({ upstream: "anthropic", provider: "anthropic", attempts: 2, rule: "fallbacks[0]" });
});
