import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { type Corner, newCorner } from "../support/program.ts";
import { openTui } from "../support/tui.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

test("a proxy that was stopped is said to be gone, s starts it, and the picture lives again", async () => {
  expect((await corner.cli(["start"])).code).toBe(0);
  expect((await corner.cli(["switch-upstream", "simulator"])).code).toBe(0);
  const screen = await openTui(corner, { columns: 100, rows: 30, env: corner.env });
  await screen.shows(/> simulator/);

  await corner.cli(["stop"]);
  await screen.shows(/\[gone [\s\S]*s start it/);
  screen.type("s");
  await screen.loses(/\[gone /);
  await screen.shows(/> simulator/);

  const { url } = await connectTo(join(corner.home, "daemon.sock")).status({});
  await (
    await fetch(`${url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": "any", "anthropic-version": "2023-06-01", "content-type": "application/json" },
      body: JSON.stringify({ model: "claude-opus-4-6", max_tokens: 9, messages: [{ role: "user", content: "again" }] }),
    })
  ).text();
  screen.type("\x1b"); // what `start` said lies over it
  await screen.shows(/200[^\n]*claude-opus/);
  screen.type("q");
  expect(await screen.exited).toBe(0);
}, 60_000);
