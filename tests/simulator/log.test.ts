import { expect, test } from "bun:test";
import { requestLog } from "../../src/simulator/log.ts";

const arrival = (sequence: number, url = "http://s/v1/messages", headers: Record<string, string> = {}) => ({
  sequence,
  at: 5,
  method: "POST",
  url: new URL(url),
  headers: new Headers(headers),
  requestBytes: 3,
  requestSha256: "aa",
});

test("an entry is there at once and is filled as the answer goes out", () => {
  const { log, open } = requestLog();
  const writer = open(arrival(1));
  expect(log.entries()[0]).toMatchObject({ sequence: 1, status: null, ending: null, answerSha256: null });

  writer.note({ status: 200, model: "m" });
  writer.sent(new TextEncoder().encode("he"));
  writer.sent(new TextEncoder().encode("llo"));
  writer.end("whole");

  const answerSha256 = new Bun.CryptoHasher("sha256").update("hello").digest("hex");
  expect(log.entries()[0]).toMatchObject({ status: 200, model: "m", answerBytes: 5, answerSha256, ending: "whole" });
});

test("no key is in it, wherever it came", () => {
  const secret = "sk-ant-api03-verysecretverysecret-wxyz";
  const { log, open } = requestLog();
  open(
    arrival(1, `http://s/v1beta/models?key=${secret}&alt=sse`, {
      authorization: `Bearer ${secret}`,
      "x-api-key": secret,
      "x-goog-api-key": secret,
      "x-proxy-token": secret,
      cookie: secret,
      "user-agent": "test",
    }),
  );

  expect(JSON.stringify(log.entries())).not.toContain("verysecret");
  expect(log.entries()[0]?.headers).toMatchObject({
    authorization: "Bearer sk-ant-...wxyz",
    "x-api-key": "sk-ant-...wxyz",
    "user-agent": "test",
  });
  expect(log.entries()[0]?.path).toContain("alt=sse");
});

test("the oldest entries go when it is full, and late news of them does no harm", () => {
  const { log, open } = requestLog(2);
  const first = open(arrival(1));
  open(arrival(2));
  open(arrival(3));

  first.note({ status: 200 });
  first.end("whole");
  expect(log.entries().map(({ sequence }) => sequence)).toEqual([2, 3]);
});

test("it can be emptied, and an answer under way does not come back into it", () => {
  const { log, open } = requestLog();
  const writer = open(arrival(1));

  log.clear();
  writer.end("whole");
  expect(log.entries()).toEqual([]);
});

test("idle waits for every answer under way", async () => {
  const { log, open } = requestLog();
  const [one, two] = [open(arrival(1)), open(arrival(2))];
  const order: string[] = [];
  const idle = log.idle().then(() => order.push("idle"));

  one.end("whole");
  await Promise.resolve();
  order.push("still one");
  two.end("left");
  await idle;
  expect(order).toEqual(["still one", "idle"]);
  await log.idle();
});
