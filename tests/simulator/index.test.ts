import { describe, expect, test } from "bun:test";
import { createSimulator } from "../../src/simulator/index.ts";
import { tokensIn } from "../../src/simulator/tokens.ts";
import { asks, frozen, jsonOf, keys, post } from "./asking.ts";

const dialects = Object.keys(asks) as (keyof typeof asks)[];

describe.each(dialects)("%s", (dialect) => {
  test.each([true, false])("the same request gets the same bytes (stream: %p)", async (stream) => {
    const ask = () => asks[dialect]("tell me something", { stream });

    const [one, other] = await Promise.all([post(frozen(), ...ask()), post(frozen(), ...ask())]);
    expect(await one.text()).toBe(await other.text());
  });

  test("the second time in a row only ids differ", async () => {
    const simulator = frozen();
    const ids = /\b(msg_|req_|chatcmpl-|resp_|fp_)?[0-9A-Za-z]{22,}\b|fp_\w+/g;

    const one = await (await post(simulator, ...asks[dialect]("hi"))).text();
    const other = await (await post(simulator, ...asks[dialect]("hi"))).text();
    expect(other).not.toBe(one);
    expect(other.replaceAll(ids, "ID")).toBe(one.replaceAll(ids, "ID"));
  });

  test.each([true, false])(
    "the log has the hash and the bill of what went over the wire (stream: %p)",
    async (stream) => {
      const simulator = frozen();
      const [path, body] = asks[dialect]("say 12 words", { stream });
      const answer = await (await post(simulator, path, body)).bytes();

      const sha256 = (bytes: Uint8Array | string) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
      expect(simulator.log.entries()).toMatchObject([
        {
          sequence: 1,
          method: "POST",
          path,
          requestSha256: sha256(JSON.stringify(body)),
          answerSha256: sha256(answer),
          answerBytes: answer.length,
          status: 200,
          inputTokens: tokensIn("say 12 words"),
          outputTokens: 12,
          ending: "whole",
        },
      ]);
    },
  );

  test("a key that is missing or invalid is refused with 401", async () => {
    const simulator = frozen();
    const [path, body] = asks[dialect]("hi");
    const without = await simulator.fetch(
      new Request(`http://s${path}`, { method: "POST", body: JSON.stringify(body) }),
    );
    const bad = { authorization: "Bearer invalid", "x-api-key": "invalid", "x-goog-api-key": "invalid" };

    expect(without.status).toBe(401);
    expect((await post(simulator, path, body, bad)).status).toBe(401);
  });

  test("a body that is no JSON is refused with 400 in the vendor's shape", async () => {
    const response = await post(frozen(), asks[dialect]("hi")[0], "{");

    expect(response.status).toBe(400);
    expect(await response.text()).toContain("not a JSON object");
  });

  test("words can ask for a fault", async () => {
    expect((await post(frozen(), ...asks[dialect]("please sim-fault(503)"))).status).toBe(503);
  });

  test("an unknown fault is refused with the list", async () => {
    const response = await post(frozen(), ...asks[dialect]("hi"), { "x-sim-fault": "explode" });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain("error-in-200");
  });

  test("a client who leaves in the middle is noted, and nothing more is made", async () => {
    const simulator = frozen();
    const response = await post(simulator, ...asks[dialect]("say 20000 words", { stream: true }));
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();

    await simulator.log.idle();
    expect(simulator.log.entries()[0]).toMatchObject({ ending: "left" });
    expect(simulator.log.entries()[0]?.answerBytes).toBeLessThan(2000);
  });
});

describe("the simulator", () => {
  test("answers at a path that nobody serves in the shape of whom it resembles", async () => {
    const simulator = frozen();

    expect(await jsonOf(await post(simulator, "/v1/messages/batches", {}))).toMatchObject({
      type: "error",
      error: { type: "not_found_error" },
    });
    expect((await jsonOf(await post(simulator, "/v1beta/files", {}))).error.status).toBe("NOT_FOUND");
    expect(await jsonOf(await post(simulator, "/v1/chat/other", { model: "mistral-small" }))).toMatchObject({
      object: "error",
    });
    expect((await jsonOf(await post(simulator, "/v1/chat/other", {}))).error.code).toBe("unknown_url");
  });

  test("pauses between events as long as it is told to", async () => {
    const slept: number[] = [];
    const simulator = frozen({ chunkDelayMs: 20, sleep: async (ms) => void slept.push(ms) });

    const text = await (await post(simulator, ...asks["openai-chat"]("say 4 words", { stream: true }))).text();
    expect(slept).toEqual(Array.from({ length: text.trim().split("\n\n").length - 1 }, () => 20));
  });

  test("lets the head come late, and stops waiting when the client leaves", async () => {
    const leaving = new AbortController();
    const slept: number[] = [];
    const simulator = frozen({
      sleep: async (ms) => {
        slept.push(ms);
        leaving.abort();
      },
    });

    await post(simulator, ...asks.anthropic("hi"), { "x-sim-fault": "slow-head;ms=500" }, leaving.signal);
    expect(slept).toEqual([500]);
    expect(simulator.log.entries()[0]).toMatchObject({ ending: "left", fault: "slow-head", status: null });
  });

  test("a fault with times strikes only so often", async () => {
    const simulator = frozen();
    const once = () => post(simulator, ...asks.anthropic("hi"), { "x-sim-fault": "529;times=2" });

    expect([(await once()).status, (await once()).status, (await once()).status]).toEqual([529, 529, 200]);
  });

  test("a fault with times in the words strikes only so often, whatever else has changed in the request", async () => {
    const simulator = frozen();
    const once = (more: object) => post(simulator, ...asks.anthropic("go sim-fault(529;times=1)", { ...more }));

    expect([
      (await once({ metadata: { user_id: "1" } })).status,
      (await once({ metadata: { user_id: "2" } })).status,
    ]).toEqual([529, 200]);
  });

  test("shows its log over HTTP without a key and empties it on request", async () => {
    const simulator = frozen();
    await (await post(simulator, ...asks.anthropic("hi"))).text();
    const log = (method: string) => simulator.fetch(new Request("http://s/_sim/requests", { method }));

    const shown = await (await log("GET")).text();
    expect(JSON.parse(shown).requests).toMatchObject([
      { dialect: "anthropic", model: "claude-sonnet-4-6", status: 200 },
    ]);
    for (const key of Object.values(keys)) expect(shown).not.toContain(key.replace("Bearer ", ""));
    expect(await jsonOf(await log("DELETE"))).toEqual({ cleared: 1 });
    expect(simulator.log.entries()).toEqual([]);
    expect((await log("POST")).status).toBe(405);
  });

  test("asks its server for patience", async () => {
    const asked: number[] = [];
    const request = new Request("http://s/v1/models", { headers: keys });

    await createSimulator().fetch(request, { timeout: (_, seconds) => void asked.push(seconds) });
    expect(asked).toEqual([0]);
  });

  test("keeps no more requests than its cap", async () => {
    const simulator = frozen({ logCap: 3 });
    for (let at = 0; at < 5; at++) await post(simulator, ...asks.anthropic(`echo: ${at}`));

    expect(simulator.log.entries().map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
  });
});
