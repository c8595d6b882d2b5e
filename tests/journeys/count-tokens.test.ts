import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";

/** A vendor that would answer anything, and notes what it was asked. */
const asked: string[] = [];
const vendor = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request) => {
    asked.push(new URL(request.url).pathname);
    return Response.json({ input_tokens: 1 });
  },
});
const at = `http://127.0.0.1:${vendor.port}`;
let daemon: TestDaemon;
beforeAll(async () => {
  const servers = `glm:\n  endpoint: ${at}\n  type: zai\nclaude:\n  endpoint: ${at}\n  type: anthropic\n`;
  daemon = await startDaemon({ servers });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop(true);
});

const count = (upstream: string, content: string): Promise<Response> =>
  fetch(`${daemon.url}/v1/messages/count_tokens`, {
    method: "POST",
    headers: { "x-api-key": "k", "x-proxy-upstream": upstream, "content-type": "application/json" },
    body: JSON.stringify({ model: "glm-4.6", messages: [{ role: "user", content }] }),
  });

test("Z1: Claude Code on GLM learns how full its context is, though the vendor could not say, and reads that it is an estimate", async () => {
  const answer = await count("glm", "How many tokens is this?");

  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-proxy-estimate")).toBe("true");
  expect(await answer.json()).toEqual({ input_tokens: 11 }); // six, and what the vendor puts around a request
  expect(asked).toEqual([]);
  const [row] = await daemon.rows();
  expect(row).toMatchObject({ path: "/v1/messages/count_tokens", status: 200, attempts: 0, costKind: "none" });
});

test("Z1: a vendor that counts is asked, and its answer says of no estimate", async () => {
  const answer = await count("claude", "How many tokens is this?");

  expect(await answer.json()).toEqual({ input_tokens: 1 });
  expect(answer.headers.has("x-proxy-estimate")).toBe(false);
  expect(asked).toEqual(["/v1/messages/count_tokens"]);
});
