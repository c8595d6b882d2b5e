import { afterEach, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type WatchedSimulator, watchSimulator } from "../support/watched-simulator.ts";

let daemon: TestDaemon | null = null;
let vendor: WatchedSimulator | null = null;
afterEach(async () => {
  await daemon?.stop();
  await vendor?.stop();
  [daemon, vendor] = [null, null];
});

/** What arrives of a request, and what the vendor says to it. */
const arrived = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${daemon?.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "k", authorization: "Bearer k", ...headers },
    body,
  });
  await answer.text();
  return vendor?.arrived.at(-1);
};

const start = async (flags: Readonly<Record<string, string>>): Promise<void> => {
  vendor = watchSimulator();
  const servers = `strict:\n  type: simulator\n  endpoint: ${vendor.url}\n`;
  daemon = await startDaemon({ servers, flags: { upstream: "strict", ...flags } });
};

const beta = { "anthropic-version": "2023-06-01", "anthropic-beta": "context-management-2025-06-27" };
const messages = '[ {"role":"user","content":"hi"} ]';

test.each([
  [
    "/v1/messages",
    `{ "model":"claude-sonnet-4-5", "max_tokens": 9, "context_management":{"edits":[ ]}, "messages":${messages} }`,
  ],
  ["/v1/responses", `{ "model":"gpt-5", "context_management":[{"type":"compaction"}], "input":${messages} }`],
])("%s: what a client asks its vendor to shorten arrives to the byte, in every mode", async (path, body) => {
  await start({ "memory.mode": "aggressive", "memory.native.anthropic": "clear_tool_uses" });
  expect(await arrived(path, body, beta)).toMatchObject({ text: body, status: 200 });
});

test("where it is wanted the vendor is asked to clear old results of tools, in words that it takes", async () => {
  await start({ "memory.native.anthropic": "clear_tool_uses" });
  const got = await arrived("/v1/messages", `{"model":"claude-sonnet-4-5","max_tokens":9,"messages":${messages}}`);
  expect(got).toMatchObject({
    status: 200,
    body: { context_management: { edits: [{ type: "clear_tool_uses_20250919" }] } },
  });
  expect(got?.headers["anthropic-beta"]).toBe("context-management-2025-06-27");
});
