import { afterEach, expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/lib/json.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { model, user } from "../support/sessions.ts";
import { until } from "../support/wait.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const noise = "\u001b[32mPASS\u001b[0m src/a.test.ts\n".repeat(200);
const opening = [
  user("Run the tests."),
  model([{ type: "tool_use", id: "toolu_1", name: "Bash", input: { command: "npm test" } }]),
  user([{ type: "tool_result", tool_use_id: "toolu_1", content: noise }]),
];

/** A vendor that keeps what it is sent, message by message. */
const startVendor = () => {
  const got: JsonObject[][] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const body = (await request.json()) as { readonly messages: JsonObject[] };
      got.push(body.messages);
      const usage = { input_tokens: 10, output_tokens: 2 };
      const content = [{ type: "text", text: "Done." }];
      return Response.json({ id: "msg_1", type: "message", role: "assistant", model: "m", content, usage });
    },
  });
  cleanups.push(() => server.stop(true));
  return { got, url: `http://127.0.0.1:${server.port}` };
};

const startBefore = async (url: string, home: string, mode = "lossless"): Promise<TestDaemon> => {
  const servers = `here:\n  endpoint: ${url}\n  type: anthropic\n`;
  const flags = { "memory.mode": mode, "memory.budget_ms": "1000" };
  const daemon = await startDaemon({ home, servers, flags, env: { PROXY_UPSTREAM: "here", PROXY_TIMESCALE: "1" } });
  cleanups.push(() => daemon.stop());
  return daemon;
};

const send = async ({ url }: TestDaemon, messages: readonly JsonObject[]): Promise<number> => {
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01", "content-type": "application/json" },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 99, messages }),
  });
  await answer.arrayBuffer();
  return answer.status;
};

const next = [...opening, model("One fails."), user("Which?")];

test("D-01 what was left out before a kill is left out after it, to the byte", async () => {
  const vendor = startVendor();
  const home = newHome();
  const first = await startBefore(vendor.url, home);
  expect(await send(first, opening)).toBe(200);
  first.signal("SIGKILL");
  await first.exited;
  const second = await startBefore(vendor.url, home, "off");
  expect(await send(second, next)).toBe(200);
  const [before, after] = vendor.got;
  expect(JSON.stringify(before)).not.toContain("[32m");
  expect(after?.slice(0, 3)).toEqual(before ?? []);
});

test("D-05 a damaged file of what was left out is moved aside; requests pass", async () => {
  const vendor = startVendor();
  const home = newHome();
  writeFileSync(join(home, "replay.db"), "no database at all ".repeat(300));
  const daemon = await startBefore(vendor.url, home);
  expect(await send(daemon, opening)).toBe(200);
  expect(JSON.stringify(vendor.got[0])).not.toContain("[32m");
  expect(readdirSync(home).some((name) => name.startsWith("replay.db.corrupt-"))).toBe(true);
  await until("it is told", () => daemon.logLines().some(({ what }) => String(what).includes("replay.db.corrupt-")));
});

test("D-04 where nothing can be kept of what is left out, nothing is, and requests pass", async () => {
  const vendor = startVendor();
  const home = newHome();
  mkdirSync(join(home, "replay.db"));
  const daemon = await startBefore(vendor.url, home);
  expect(await send(daemon, opening)).toBe(200);
  expect(await send(daemon, next)).toBe(200);
  expect(vendor.got[0]).toEqual(opening);
  expect(vendor.got[1]).toEqual(next);
  await until("it is told", () => daemon.logLines().some(({ what }) => String(what).includes("replay.db")));
});
