import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectBroken, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { everyFormat, type Format } from "../support/formats.ts";
import { chunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const underWay = async (phase: "waiting" | "streaming") =>
  until(`a request is ${phase}`, async () =>
    (await bench.daemon.control.running({})).find((one) => one.phase === phase && one.attempts > 0),
  );

/** A request that waits, or streams its first event and then nothing. */
const asked = async (format: Format, isStreaming: boolean): Promise<RawClient> => {
  const [first = ""] = format.events;
  bench.vendor.play(read("all"), ...(isStreaming ? [send(streamHead()), send(chunk(first))] : []), hold);
  return bench.ask(format, isStreaming);
};

describe.each(everyFormat)("$way: a request that a person cancels", ({ format }) => {
  test("in the middle of its stream ends with an event that says so, and the vendor's connection ends", async () => {
    const client = await asked(format, true);
    const { id } = await underWay("streaming");

    expect(await bench.daemon.control.cancelRequest({ id })).toEqual({ cancelled: true });
    await client.until("the answer ends", () => client.end() !== null);

    expectBroken(client, format, format.events[0] ?? "", /cancelled in the proxy/);
    await until("the vendor's connection ends", () => bench.vendor.hits()[0]?.isClosed() === true);
    await bench.afterwards({ outcome: "CD", error: "request_cancelled", status: 200 });
  });

  test("before its answer has begun gets an error in its own format, which it need not send again", async () => {
    const client = await asked(format, false);
    await bench.hit();
    const { id } = await underWay("waiting");

    expect(await bench.daemon.control.cancelRequest({ id })).toEqual({ cancelled: true });
    await client.until("the answer is here", () => client.message().isDone);

    expect(client.message().startLine).toStartWith("HTTP/1.1 499 ");
    expect(headerOf(client, "x-proxy-error")).toBe("request_cancelled");
    expect(headerOf(client, "x-should-retry")).toBe("false");
    expect(format.errorIn(Buffer.from(client.message().body).toString())).toMatch(/cancelled in the proxy/);
    await until("the vendor's connection ends", () => bench.vendor.hits()[0]?.isClosed() === true);
    await bench.afterwards({ outcome: "CH", error: "request_cancelled", status: 499 });
  });
});

test("a stream whose last word has come has ended, also while its connection stays open", async () => {
  const format = everyFormat.map((one) => one.format).find(({ name }) => name === "anthropic");
  if (format === undefined) throw new Error("no such format");
  bench.vendor.play(read("all"), send(streamHead()), ...format.events.map((event) => send(chunk(event))), hold);
  await bench.ask(format, true);
  const { id } = await until("its last word has come", async () => {
    const [latest] = await bench.daemon.control.recent({ limit: 1 });
    return latest?.outcome === "--" && latest;
  });

  expect(await bench.daemon.control.cancelRequest({ id })).toEqual({ cancelled: false });
});

test("what has ended cannot be cancelled, and who cancelled what is in the audit log", async () => {
  const [{ id } = { id: "" }] = await bench.daemon.control.recent({ limit: 1 });

  expect(await bench.daemon.control.cancelRequest({ id })).toEqual({ cancelled: false });
  const cancelled = await until("all eight are written", () => {
    const lines = readFileSync(join(bench.daemon.home, "logs", "audit.jsonl"), "utf8")
      .split("\n")
      .slice(0, -1);
    const told = lines.map((line) => JSON.parse(line) as { readonly action: string; readonly data: object });
    const found = told.filter(({ action }) => action === "request-cancelled");
    return found.length === 8 && found;
  });
  expect(cancelled[0]?.data).toEqual({ request: expect.stringMatching(/^r_/) });
});
