import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { noTokenRules, tokenStore } from "../../src/state/tokens.ts";
import { newHome } from "../support/daemon.ts";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";

const home = newHome();
const tokens = tokenStore(join(home, "tokens.json"), Date.now);
const { token } = tokens.create("ci", null, { ...noTokenRules, upstreams: ["mistral"], models: ["claude-*", "gpt-*"] });

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ home });
});
afterAll(() => bench.stop());

const ask = (format: Format, more: { readonly headers?: Readonly<Record<string, string>> } = {}) =>
  bench.ask(format, true, { headers: { "x-proxy-token": token, ...more.headers } });

describe("a token that may not use an upstream is told so in its client's own format, and nothing is sent", () => {
  test.each(formats)("$name", async (format) => {
    bench.vendor.play();
    const client = await ask(format);
    await client.until("it is answered", () => client.message().isDone);

    const { startLine, body } = client.message();
    expect(startLine).toStartWith("HTTP/1.1 403 ");
    expect(headerOf(client, "x-proxy-error")).toBe("not_allowed");
    const said = format.errorIn(Buffer.from(body).toString());
    expect(said).toContain(`The token "ci" may not use upstream "${format.upstream}".`);
    expect(said).toContain("It may use upstreams mistral; models claude-*, gpt-*.");
    await bench.afterwards({ outcome: "PR", error: "not_allowed", hits: 0, status: 403 });
  });
});

test("what a token may use changes at once in a daemon that runs", async () => {
  const [format] = formats as [Format];
  tokens.limit("ci", { ...noTokenRules, upstreams: ["anthropic"] });
  bench.vendor.play(read("all"), send(answerText(format.answer)));

  const client = await ask(format);
  await client.until("it is answered", () => client.message().isDone);

  expectWhole(client, format.answer);
  tokens.limit("ci", { ...noTokenRules, upstreams: ["mistral"] });
  const refused = await ask(format);
  await refused.until("it is answered", () => refused.message().isDone);
  expect(headerOf(refused, "x-proxy-error")).toBe("not_allowed");
});
