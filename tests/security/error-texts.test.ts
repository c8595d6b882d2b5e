import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { canaries, leaksIn } from "../support/canary.ts";
import { type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { fin, read, rst, type Step, send } from "../support/faultd.ts";
import { everyFormat } from "../support/formats.ts";
import type { RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    flags: { "limits.max_body_bytes": "100000" },
    moreServers: (url) =>
      [
        ...["anthropic", "openai", "google", "mistral", "international", "cn"].map(
          (name) => `${name}:\n  endpoint: ${url}`,
        ),
        "dead:\n  type: simulator\n  endpoint: http://127.0.0.1:9",
        `held:\n  type: anthropic\n  endpoint: ${url}\n  api_key: ${canaries.held}`,
      ].join("\n"),
  });
});
afterAll(() => bench.stop());

/** Every way to an error of ours that a client has in its hand. */
const ways: Readonly<
  Record<
    string,
    { readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly script?: readonly Step[] }
  >
> = {
  "an upstream that nobody knows": { headers: { "x-proxy-upstream": "nowhere" } },
  "an upstream with a path for a name": { headers: { "x-proxy-upstream": "../../etc/passwd" } },
  "a vendor that is not there": { headers: { "x-proxy-upstream": "dead" } },
  "a key of ours without a token": { headers: { "x-proxy-upstream": "held" } },
  "a body that is too large": { body: "x".repeat(100_001) },
  "a web page": { headers: { origin: "https://evil.example" } },
  "another machine's name": { headers: { host: "evil.example" } },
  "a web form": { headers: { "content-type": "text/plain" } },
  "a circle": { headers: { "x-proxy-hop": "7" } },
  "a vendor that closes": { script: [read("all"), fin] },
  "a vendor that breaks off": { script: [read("all"), rst] },
  "a vendor that speaks no HTTP": { script: [read("all"), send("220 smtp\r\n"), fin] },
  "a redirect": {
    script: [read("all"), send("HTTP/1.1 307 x\r\nlocation: https://evil.example\r\ncontent-length: 0\r\n\r\n")],
  },
};

/** What would tell of our insides: a stack, a file of ours, a folder of this machine, an exception's class. */
const insides =
  /\.[tj]s\b|\bat [\w.<]+ \(|node_modules|\bError:|TypeError|\/src\/|\/home\/|\/tmp\/|\/root\/|bun:|native code/;

const expectBare = (client: RawClient): void => {
  expect(headerOf(client, "x-proxy-error")).toMatch(/^[a-z_]+$/);
  expect(headerOf(client, "x-proxy-request-id")).toMatch(/^r_[0-9a-z]{8,}$/);
  expect(client.text()).not.toMatch(insides);
  expect(leaksIn({ answer: client.text() }, Object.values(canaries))).toEqual([]);
};

describe.each(everyFormat)("$way", ({ format }) => {
  for (const [what, { headers = {}, body, script }] of Object.entries(ways)) {
    test(`S-56: ${what} gets a name, an id and words in its own format, and nothing of our insides`, async () => {
      bench.vendor.play(...(script ?? []));
      const client = await bench.ask(format, false, { headers, ...(body === undefined ? {} : { body }) });
      await client.until("the answer ends", () => client.end() !== null || client.message().isDone);

      expectBare(client);
      expect(format.errorIn(Buffer.from(client.message().body).toString())).toBeTruthy();
    });
  }
});
