import { afterAll, describe, expect, test } from "bun:test";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { asks, keys } from "./asking.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const send = ([path, body]: readonly [string, object], headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(simulator.url + path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { ...keys, ...headers },
    ...(signal ? { signal } : {}),
  });

const lastEntry = () => simulator.log.entries().at(-1);

describe("over a socket", () => {
  test("it listens on loopback only, at a free port", () => {
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("a stream arrives byte for byte as it was logged", async () => {
    const bytes = await (await send(asks.anthropic("say 200 words", { stream: true }))).bytes();

    await simulator.log.idle();
    expect(lastEntry()).toMatchObject({
      answerBytes: bytes.length,
      answerSha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    });
  });

  test("a cut is a broken transport for the client, after what was sent before", async () => {
    const response = await send(asks.anthropic("say 200 words", { stream: true }), { "x-sim-fault": "cut;after=3" });
    const seen: string[] = [];
    const read = async () => {
      for await (const chunk of response.body ?? []) seen.push(new TextDecoder().decode(chunk));
    };

    expect(await read().catch((error: unknown) => error)).toBeInstanceOf(Error);
    expect(seen.join("")).toContain("event: ping");
    expect(lastEntry()).toMatchObject({ ending: "broken" });
  });

  test("a client who leaves a stalled stream ends it", async () => {
    const leaving = new AbortController();
    const response = await send(
      asks.anthropic("hi", { stream: true }),
      { "x-sim-fault": "stall;after=2" },
      leaving.signal,
    );
    await response.body?.getReader().read();

    leaving.abort();
    await simulator.log.idle();
    expect(lastEntry()).toMatchObject({ ending: "left", fault: "stall" });
  });

  test("a lingering stream is whole before it closes", async () => {
    const text = await (await send(asks.anthropic("hi", { stream: true }), { "x-sim-fault": "linger;ms=1" })).text();

    expect(text).toContain("message_stop");
  });

  test("slices inside characters come together again", async () => {
    const text = await (
      await send(asks["openai-chat"]("echo: 世界😀", { stream: true }), { "x-sim-fault": "drip;bytes=1;ms=0" })
    ).text();

    expect(text).not.toContain("\ufffd");
    expect(text).toContain("世界");
  });

  test("two listeners do not share a log", async () => {
    const other = listenSimulator();
    await fetch(`${other.url}/v1/models`, { headers: keys });

    expect(other.log.entries()).toHaveLength(1);
    expect(lastEntry()?.path).not.toBe("/v1/models");
    await other.stop();
  });

  test("a port that is taken is not shared", () => {
    expect(() => listenSimulator({ port: Number(new URL(simulator.url).port) })).toThrow("in use");
  });

  test("nothing listens any more after it has stopped", async () => {
    const other = listenSimulator();
    await other.stop();

    expect(await fetch(`${other.url}/v1/models`).catch((error: unknown) => error)).toBeInstanceOf(Error);
  });
});
