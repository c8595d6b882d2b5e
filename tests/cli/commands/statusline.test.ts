import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const claudeSays = JSON.stringify({ session_id: "5e8f", model: { display_name: "Opus" } });

test("without a daemon it is short and no error, and so with one that says nothing", async () => {
  expect(await corner.cli(["statusline"])).toEqual({ code: 0, out: "proxy off\n", err: "" });
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  const server = Bun.serve({
    unix: join(corner.home, "daemon.sock"),
    fetch: () => new Promise<Response>(() => undefined),
  });
  expect(await corner.cli(["statusline"])).toEqual({ code: 0, out: "proxy off\n", err: "" });
  void server.stop(true);
  expect(JSON.parse((await corner.cli(["statusline", "--json"])).out)).toMatchObject({ running: false });
});

test("it tells the upstream, what Claude Code says of itself, and what the day cost", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  const headers = { "x-api-key": "k", "x-claude-code-session-id": "5e8f" };
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers })).text();
  await until("it is booked", async () => (await controlOf(corner).status({})).today?.requests === 1);

  const plain = await corner.cli(["statusline"]);
  const told = await corner.cli(["statusline"], {}, claudeSays);
  const own = await corner.cli(["statusline", "--format", "<{upstream}>"]);

  expect(plain.out).toMatch(/^simulator claude-a \| .*today\n$/);
  expect(told.out).toMatch(/^simulator Opus \| .*today\n$/);
  expect(own.out).toBe("<simulator>\n");
});
