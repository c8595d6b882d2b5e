import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("a restart is another process with the options of the first start", async () => {
  await corner.cli(["start", "--upstream", "simulator", "--log-level", "debug"]);
  const before = await controlOf(corner).status({});

  const ran = await corner.cli(["restart"]);
  const after = await controlOf(corner).status({});

  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(after.pid).not.toBe(before.pid);
  expect(after.upstream).toBe("simulator");
  expect((await corner.cli(["config", "--get", "log.level"])).out).toBe("debug\n");
});

test("a restart of nothing is a start", async () => {
  expect((await corner.cli(["restart"])).out).toContain("is running");
});

test("an upstream whose key is written nowhere is not lost by a restart", async () => {
  await corner.cli(["start", "--base-url", "http://127.0.0.1:9/v1", "--type", "openai", "--api-key-env", "K"], {
    K: "sk-1",
  });

  const ran = await corner.cli(["restart"]);

  expect(ran).toMatchObject({ code: 2, out: "" });
  expect((await controlOf(corner).status({})).upstream).toBe("custom");
});

test("what would not start is told before the running one is stopped", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { pid } = await controlOf(corner).status({});

  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
  const taken = await corner.cli(["restart", "--port", String(other.port)]);
  await other.stop(true);

  expect(taken).toMatchObject({ code: 69, out: "" });
  expect(taken.err).toContain(`(pid ${process.pid}, yours)\ntry: proxy-cli restart --port `);
  expect(await corner.cli(["restart", "--port", "80800"])).toMatchObject({ code: 2, out: "" });
  expect(await corner.cli(["restart", "--host", "0.0.0.0"])).toMatchObject({ code: 78, out: "" });
  expect(await corner.cli(["restart", "--base-url", "nonsense", "--type", "openai"])).toMatchObject({ code: 2 });
  expect(await corner.cli(["restart", "--upstream", "simulatr"])).toMatchObject({ code: 65, out: "" });

  expect((await controlOf(corner).status({})).pid).toBe(pid);
});
