import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("a switch says from where to where, what it costs and how to go back; a dash goes back", async () => {
  await corner.cli(["start"]);

  const there = await corner.cli(["switch", "simulator"]);
  const back = await corner.cli(["switch-upstream", "-"]);

  expect(there).toMatchObject({ code: 0, err: "" });
  expect(there.out).toMatch(/^ok {2}auto -> simulator {8}new requests go to simulator\n/);
  expect(there.out).toContain("cold");
  expect(there.out).toEndWith("    back:       proxy-cli switch-upstream -\n");
  expect(back.out).toContain("simulator -> auto");
  expect((await corner.cli(["use", "auto"])).out).toBe("ok  already on auto\n");
});

test("an upstream that cannot be reached is refused, and forced only by word", async () => {
  await corner.cli(["start", "--base-url", "http://127.0.0.1:9", "--type", "openai"]);
  await corner.cli(["switch", "simulator"]);

  const refused = await corner.cli(["switch", "custom"]);
  const forced = await corner.cli(["switch", "custom", "--force"]);

  expect(refused).toMatchObject({ code: 69, out: "" });
  expect(refused.err).toContain("nothing was changed");
  expect(forced.code).toBe(0);
  expect((await controlOf(corner).status({})).upstream).toBe("custom");
});

test("a switch tells what it costs the conversations that the old upstream has in its cache", async () => {
  await corner.cli(["start", "--base-url", "http://127.0.0.1:9", "--type", "anthropic"]);
  await corner.cli(["switch", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const system = [{ type: "text", text: "be brief ".repeat(2000), cache_control: { type: "ephemeral" } }];
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "sk-ant-simulated-key-0000", "content-type": "application/json" },
    body: JSON.stringify({
      ...{ model: "claude-sonnet-4-6", max_tokens: 20, system },
      messages: [{ role: "user", content: "hi" }],
    }),
  });
  await answer.text();

  const dry = await corner.cli(["switch", "custom", "--dry-run", "--force"]);
  const { cold_cache: told } = JSON.parse(
    (await corner.cli(["switch", "custom", "--dry-run", "--force", "--json"])).out,
  );

  expect(dry.out).toMatch(/\n {4}cold cache {2}1 conversation sends [\d,k]+ tokens anew: /);
  expect(told.sessions).toBe(1);
  expect(told.tokens).toBeGreaterThan(1000);
});

test("while nothing runs the choice waits for the next start", async () => {
  const dry = await corner.cli(["switch", "simulator", "--dry-run"]);
  const saved = await corner.cli(["switch", "simulator"]);
  await corner.cli(["start"]);

  expect(dry.out).toBe("would switch  auto -> simulator        at the next start\n");
  expect(saved.out).toContain("auto -> simulator        the proxy is not running: saved for the next start");
  expect((await controlOf(corner).status({})).upstream).toBe("simulator");
});

test("a name that is none gets the nearest one, running or not", async () => {
  const down = await corner.cli(["switch", "simulatr"]);
  await corner.cli(["start"]);
  const up = await corner.cli(["switch", "simulatr"]);

  expect([down.code, up.code, up.out]).toEqual([65, 65, ""]);
  expect(up.err).toBe(down.err);
  expect(up.err).toEndWith("try: proxy-cli switch-upstream simulator\n");
  expect((await corner.cli(["switch"])).code).toBe(2);
});
