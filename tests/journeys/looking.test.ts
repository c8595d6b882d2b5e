import { afterEach, describe, expect, test } from "bun:test";
import { canaries, leaksIn } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { type Faultd, read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { asking, look, user } from "../support/looked-at.ts";
import { until } from "../support/wait.ts";

const running: TestDaemon[] = [];
const vendors: Faultd[] = [];
afterEach(async () => {
  for (const daemon of running.splice(0)) await daemon.stop();
  for (const vendor of vendors.splice(0)) vendor.stop();
});

const started = async (flags: Readonly<Record<string, string>> = {}, home = newHome()): Promise<TestDaemon> => {
  const daemon = await startDaemon({ home, flags: { upstream: "simulator", ...flags } });
  running.push(daemon);
  return daemon;
};

describe("a request that has ended", () => {
  test.each([true, false])("shows what was said and answered (streamed: %p)", async (stream) => {
    const daemon = await started();

    const { conversation, whyNoConversation, summary } = await look(
      daemon,
      asking([user("good morning"), { role: "assistant", content: "hello" }, user("echo: nice weather")], stream, {
        system: "You are brief.",
        tools: [{ name: "weather", description: "tells it", input_schema: { type: "object", properties: {} } }],
      }),
    );

    expect(whyNoConversation).toBeNull();
    expect(summary?.outcome).toBe("--");
    expect(conversation?.system).toMatchObject([{ kind: "text", text: "You are brief." }]);
    expect(conversation?.tools).toEqual([{ name: "weather", bytes: expect.any(Number) }]);
    expect(conversation?.messages.map(({ role, parts }) => [role, parts.map(({ text }) => text).join("")])).toEqual([
      ["user", "good morning"],
      ["assistant", "hello"],
      ["user", "echo: nice weather"],
    ]);
    expect(conversation?.answer).toMatchObject([{ kind: "text", text: expect.stringContaining("nice weather") }]);
    expect(conversation?.cut).toBe(0);
  });

  test("shows when each of its steps was, in their order, and how its answer came", async () => {
    const daemon = await started();

    const { timeline, attempts, rule, url } = await look(daemon, asking([user("say 60 words")], true));

    const { sentMs, headMs, firstByteMs, lastByteMs, endMs } = timeline;
    const steps = [sentMs, headMs, firstByteMs, lastByteMs, endMs];
    expect(steps.every((step) => step !== null)).toBe(true);
    expect(steps.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(steps);
    expect(timeline.pieces).toBeGreaterThan(0);
    expect(attempts).toBe(1);
    expect(rule).toBe("current upstream simulator");
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/messages$/);
  });

  test("shows pictures, thoughts, tool calls and their results for what they are", async () => {
    const daemon = await started();
    const picture = { type: "base64" as const, media_type: "image/png" as const, data: "iVBORw0KGgoAAAANSUhEUg==" };

    const { conversation } = await look(
      daemon,
      asking(
        [
          user([
            { type: "image", source: picture },
            { type: "text", text: "what is it?" },
          ]),
          { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "look", input: { at: "it" } }] },
          user([{ type: "tool_result", tool_use_id: "toolu_1", content: "no such file", is_error: true }]),
        ],
        false,
      ),
    );

    const parts = conversation?.messages.flatMap((message) => message.parts);
    expect(parts).toMatchObject([
      { kind: "image", text: "image/png", bytes: 18 },
      { kind: "text", text: "what is it?" },
      { kind: "tool-call", name: "look", text: '{"at":"it"}' },
      { kind: "tool-result", text: "no such file", isError: true },
    ]);
  });

  test("that the vendor has refused shows the vendor's words", async () => {
    const daemon = await started();

    const { conversation, answer } = await look(daemon, asking([user("hi")], true), { "x-sim-fault": "529" });

    expect(answer?.status).toBe(529);
    expect(conversation?.answer).toMatchObject([{ name: "overloaded_error", isError: true }]);
  });

  test("that was refused here shows what was asked, and that nothing was sent", async () => {
    const daemon = await started();

    const { conversation, timeline, summary } = await look(daemon, asking([user("hi")], false), {
      "x-proxy-upstream": "nowhere",
    });

    expect(summary?.error).toBe("upstream_unknown");
    expect(conversation?.messages).toHaveLength(1);
    expect(timeline.sentMs).toBeNull();
  });

  test("that is long shows its end, and says how much was left out", async () => {
    const daemon = await started();
    const messages = Array.from({ length: 200 }, (_, index) => user(`${index} ${"long ".repeat(2000)}`));

    const detail = await look(daemon, asking(messages, false));

    expect(JSON.stringify(detail).length).toBeLessThan(256 * 1024);
    expect(detail.conversation?.messages.at(-1)?.parts[0]?.text).toStartWith("199 ");
    expect(detail.conversation?.cut).toBeGreaterThan(1_500_000);
  });

  test("that is no conversation says so, and nobody knows an id that there never was", async () => {
    const daemon = await started();

    const detail = await look(daemon, "{}", {}, "/v1/files");

    expect(detail).toMatchObject({ conversation: null, whyNoConversation: expect.stringMatching(/^It is no conv/) });
    expect(await daemon.control.request({ id: "r_never00" })).toBeNull();
  });
});

describe("a stream under way", () => {
  const event = (type: string, more: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const delta = (text: string): string =>
    event("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
  const begin = [
    event("message_start", { message: { id: "msg_1", model: "claude-x", usage: { input_tokens: 9 } } }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  ].join("");

  test("is in `running` with bytes that grow, and what it has said so far can be read", async () => {
    const vendor = startFaultd();
    vendors.push(vendor);
    const goOn = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    vendor.play(
      read("all"),
      send(streamHead()),
      send(chunk(begin + delta("It is cold"))),
      waitFor(goOn.promise),
      send(chunk(delta(" and windy"))),
      waitFor(end.promise),
      send(chunk(event("message_stop", {}))),
      send(lastChunk),
    );
    const daemon = await startDaemon({ servers: serversAt(vendor.url) });
    running.push(daemon);
    const { control, url } = daemon;
    const headers = { "x-api-key": canaries.anthropic, "content-type": "application/json" };
    const answer = fetch(`${url}/v1/messages`, { method: "POST", headers, body: asking([user("weather?")], true) });
    const seen = (bytes: number) =>
      until("more of it has come", async () => (await control.running({})).find(({ bytesOut }) => bytesOut > bytes));

    const first = await seen(0);
    expect(first).toMatchObject({ phase: "streaming", stream: true, model: "claude-sonnet-4-6", dialect: "anthropic" });
    expect(first.outputTokens).toBeGreaterThan(0);
    expect(Math.abs((first.lastByteAt ?? 0) - Date.now())).toBeLessThan(60_000);
    goOn.resolve();
    const later = await seen(first.bytesOut);
    const detail = await control.request({ id: first.id });

    expect(later.id).toBe(first.id);
    expect(later.outputTokens).toBeGreaterThan(first.outputTokens ?? 0);
    expect(detail).toMatchObject({ summary: null, running: { id: first.id }, timeline: { endMs: null, pieces: 2 } });
    expect(detail?.conversation?.answer).toMatchObject([{ kind: "text", text: "It is cold and windy" }]);
    expect(detail?.timeline.longestGapMs).toBeGreaterThanOrEqual(0);
    const { bins } = await control.series({ windowMs: 60_000, bins: 60 });
    expect(bins.reduce((sum, bin) => sum + (bin.outputTokens ?? 0), 0)).toBe(later.outputTokens ?? 0);

    end.resolve();
    await (await answer).text();
    await until("it is over", async () => (await control.running({})).length === 0);
    expect((await control.request({ id: first.id }))?.summary?.outcome).toBe("--");
    expect(await daemon.leaks()).toEqual([]);
  });
});

test("I-01: no key is in what is told of a request, wherever the client has put one, also while it runs", async () => {
  const vendor = startFaultd();
  vendors.push(vendor);
  const end = Promise.withResolvers<void>();
  vendor.play(
    read("all"),
    send(streamHead()),
    send(chunk(`: ${canaries.openai}\n\n`)),
    waitFor(end.promise),
    send(lastChunk),
  );
  const daemon = await startDaemon({ servers: serversAt(vendor.url) });
  running.push(daemon);
  const { control, url } = daemon;
  const pasted = `my keys are ${Object.values(canaries).join(" and ")}`;
  const headers = {
    "x-api-key": canaries.anthropic,
    cookie: `session=${canaries.google}`,
    "x-own-header": canaries.zai,
    "user-agent": `tool/1 ${canaries.openai}`,
    "content-type": "application/json",
  };
  const body = asking([user(pasted)], true, { system: pasted, metadata: { user_id: canaries.openai } });
  const answer = fetch(`${url}/v1/messages?token=${canaries.google}&beta=true`, { method: "POST", headers, body });
  const { id } = await until("it streams", async () =>
    (await control.running({})).find(({ phase }) => phase === "streaming"),
  );
  const during = JSON.stringify([await control.request({ id }), await control.running({})]);
  end.resolve();
  await (await answer).text().catch(() => "");
  await until("it has ended", async () => (await control.status({})).inFlight === 0);
  const after = JSON.stringify(await control.request({ id }));

  expect(leaksIn({ during, after })).toEqual([]);
  expect(after).toContain("my keys are sk-ant-...");
  expect(JSON.parse(after).url).toEndWith("/v1/messages?token=...&beta=true");
  const names = JSON.parse(after).request.headers.map(([name]: [string]) => name);
  expect(names).toContain("x-own-header");
  expect(names).not.toContain("x-api-key"); // gone for good when it has ended
});
