import { afterEach, beforeEach, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("an editor that gives up changes nothing, and that is no Ctrl-C", async () => {
  const { code, err } = await corner.cli(["config", "edit"], { EDITOR: "false" });

  expect(code).toBe(1);
  expect(err).toMatch(/^error: the editor "\S*false" ended with 1\nnothing was changed\ntry: proxy-cli config edit\n$/);
});

test("a mistyped setting gets the command that was meant, value and all", async () => {
  const { code, err } = await corner.cli(["config", "set", "log.levl", "debug"]);

  expect(code).toBe(78);
  expect(err).toContain("try: proxy-cli config set log.level debug\n");
});

test("the key of an address without a name says where it comes from", async () => {
  const { out } = await corner.cli(["config", "--list"], {
    LLM_BASE_URL: "https://api.anthropic.com",
    LLM_TYPE: "anthropic",
    LLM_API_KEY: "sk-canary-0123456789",
  });

  expect(out).toMatch(/upstreams\.custom\.key +env LLM_API_KEY +env LLM_API_KEY *\n/);
  expect(out).not.toContain("canary");
});

test("an upstream that was removed comes back with config undo, key and all", async () => {
  await corner.cli(["upstreams", "add", "work", "--endpoint", "http://127.0.0.1:9", "--type", "openai"]);
  const before = readFileSync(join(corner.home, "servers.yaml"), "utf8");

  const removed = await corner.cli(["upstreams", "remove", "work"]);
  const undone = await corner.cli(["config", "undo"]);

  expect(removed.out).toContain("back:  proxy-cli config undo");
  expect(undone).toMatchObject({ code: 0, out: expect.stringContaining("took back: upstreams remove work") });
  expect(readFileSync(join(corner.home, "servers.yaml"), "utf8")).toBe(before);
});
