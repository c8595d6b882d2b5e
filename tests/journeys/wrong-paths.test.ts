import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, type Format } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const ask = async (format: Format, path: string): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  const body = format.body(false);
  const headers = { host: `127.0.0.1:${bench.daemon.port}`, "content-type": "application/json", ...format.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const client = await connectRaw(bench.daemon.port);
  client.write(
    `POST ${path} HTTP/1.1\r\n${lines.join("")}connection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** What a base URL with one part too many, or one too few, makes of a format's path. */
const slips = (path: string): readonly string[] => {
  const [, version = "", tail = ""] = /^(\/v1(?:beta)?)(\/.*)$/.exec(path) ?? [];
  const isGemini = version === "/v1beta";
  return isGemini ? [tail, version + path, `/v1${path}`] : [tail, version + path, path + tail, path + path];
};

describe.each(everyFormat)("$way", ({ format }) => {
  for (const path of slips(format.path(false))) {
    test(`C-22: ${path} is told in the client's own words, with the path that was meant`, async () => {
      const client = await ask(format, path);

      expect(client.message().startLine).toStartWith("HTTP/1.1 404 ");
      expect(headerOf(client, "x-proxy-error")).toBe("not_found");
      expect(format.errorIn(Buffer.from(client.message().body).toString())).toContain(
        `Did you mean ${format.path(false)}?`,
      );
      expect(bench.vendor.connections()).toBe(0);
      await bench.afterwards({ outcome: "PR", error: "not_found", hits: 0, status: 404 });
    });
  }

  test("C-22: a slash at the end is the vendor's to judge, and it gets the path as it was sent", async () => {
    const client = await ask(format, `${format.path(false)}/`);

    expectWhole(client, format.answer);
    expect((await bench.hit()).text()).toStartWith(`POST ${format.path(false)}/ HTTP/1.1\r\n`);
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});
