import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

const create = (...flags: readonly string[]) => corner.cli(["token", "create", "ci", ...flags]);

test("an upstream that is not there is refused with the nearest name, and no token is made", async () => {
  const { code, out, err } = await create("--upstreams", "mistral,antropic");

  expect([code, out]).toEqual([65, ""]);
  expect(err).toContain('there is no upstream "antropic"');
  expect(err).toContain("proxy-cli token create --upstreams anthropic");
  expect((await create("--upstreams", "zz-*")).code).toBe(65);
  expect((await corner.cli(["token", "list"])).out).toContain("none yet");
});

test("names and patterns of upstreams that are there are taken", async () => {
  expect(await create("--upstreams", "c?,mist*", "--models", "claude-*")).toMatchObject({
    code: 0,
    err: expect.not.stringContaining("note:"),
  });
  expect((await corner.cli(["token", "limit", "ci", "--upstreams", "openia"])).err).toContain("openai");
  expect((await corner.cli(["token", "limit", "ci", "--upstreams", "none"])).code).toBe(0);
});

test("a pattern that no known model fits makes a token all the same, with a note", async () => {
  const { code, err } = await create("--models", "cluade-*,gpt-*");

  expect(code).toBe(0);
  expect(err).toContain('note: no model that is known here fits "cluade-*"');
  expect(err).not.toContain("gpt-");
});
