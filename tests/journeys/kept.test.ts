import { afterEach, describe, expect, test } from "bun:test";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { asking, look, user } from "../support/looked-at.ts";
import { until } from "../support/wait.ts";

const running: TestDaemon[] = [];
afterEach(async () => {
  for (const daemon of running.splice(0)) await daemon.stop();
});

const started = async (flags: Readonly<Record<string, string>> = {}, home = newHome()): Promise<TestDaemon> => {
  const daemon = await startDaemon({ home, flags: { upstream: "simulator", ...flags } });
  running.push(daemon);
  return daemon;
};

describe("what is not kept any more", () => {
  test("with view.keep_bytes at 0 is known by its figures alone, from the first request on", async () => {
    const daemon = await started({ "view.keep_bytes": "0" });

    const detail = await look(daemon, asking([user("say 5 words")], true));

    expect(detail).toMatchObject({
      conversation: null,
      whyNoConversation: "Nothing of requests is kept for this (view.keep_bytes is 0).",
      summary: { outputTokens: 5 },
      timeline: { sentMs: null, endMs: expect.any(Number) },
    });
    expect((await daemon.control.status({})).kept).toEqual({ requests: 0, bytes: 0, maxBytes: 0 });
  });

  test("is known after a restart from the ledger, with the lines of its bill", async () => {
    const home = newHome();
    const first = await started({}, home);
    const before = await look(first, asking([user("say 5 words")], true));
    await first.control.stop({ drainMs: null });
    await first.exited;
    const second = await startDaemon({ home, flags: { upstream: "simulator" } });
    running.push(second);

    const after = await second.control.request({ id: before.summary?.id ?? "" });

    expect(after?.summary).toEqual(before.summary);
    expect(after?.costLines).toEqual(before.costLines);
    expect(after).toMatchObject({ conversation: null, whyNoConversation: expect.stringContaining("latest requests") });
  });

  test("is read from its trace where there is one", async () => {
    const home = newHome();
    const traced = { "trace.enabled": "true", "trace.bodies": "true", "view.keep_bytes": "0" };
    const daemon = await started(traced, home);
    const { summary } = await look(daemon, asking([user("echo: still here")], true));

    const detail = await until("its trace is written", async () => {
      const found = await daemon.control.request({ id: summary?.id ?? "" });
      return found?.conversation === null ? null : found;
    });

    expect(detail.conversation?.messages[0]?.parts).toMatchObject([{ kind: "text", text: "echo: still here" }]);
    expect(detail.conversation?.answer).toMatchObject([{ text: expect.stringContaining("still here") }]);
    expect(detail.rule).toBe("current upstream simulator");
  });
});
