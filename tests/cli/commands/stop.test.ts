import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../../cli/daemon/alive.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("when stop returns the daemon is gone; a second stop says that there is none", async () => {
  await corner.cli(["start"]);
  const { pid } = await controlOf(corner).status({});

  const first = await corner.cli(["stop"]);

  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toMatch(/^ok {2}stopped {3}was up 0s, answered 0\n$/);
  expect([isAlive(pid), existsSync(join(corner.home, "daemon.sock"))]).toEqual([false, false]);
  expect(await corner.cli(["stop"])).toEqual({ code: 0, out: "ok  not running, nothing to stop\n", err: "" });
});

test("a drain time that is none is refused, also where there is nothing to stop or to start again", async () => {
  for (const word of ["stop", "restart"])
    expect(await corner.cli([word, "--drain", "nope"])).toMatchObject({
      ...{ code: 2, out: "" },
      err: expect.stringContaining(`try: proxy-cli ${word} --drain 30s`),
    });
  expect((await corner.cli(["status", "--check"])).code).toBe(3);
});

test("a drain time that is none is refused and nothing stops", async () => {
  await corner.cli(["start"]);

  const ran = await corner.cli(["stop", "--drain", "soon"]);

  expect(ran).toMatchObject({ code: 2, out: "" });
  expect((await corner.cli(["status", "--check"])).code).toBe(0);
});

test("an upload without an end does not hold `stop --now`", async () => {
  await corner.cli(["start"]);
  const { pid, url } = await controlOf(corner).status({});
  const hanging = fetch(`${url}/v1/messages`, {
    method: "POST",
    body: new ReadableStream({ pull: () => Bun.sleep(60_000) }),
  }).catch(() => null);

  const ran = await corner.cli(["stop", "--now"]);

  expect(ran.code).toBe(0);
  expect(isAlive(pid)).toBeFalse();
  await hanging;
});

test("D-08: files that name a process are believed by nobody: stop asks the socket alone", async () => {
  const stranger = Bun.spawn(["sleep", "60"]);
  mkdirSync(corner.home, { mode: 0o700 });
  for (const name of ["daemon.pid", "proxy-cli.pid", "starts.json"])
    writeFileSync(join(corner.home, name), `{"pid":${stranger.pid},"run":"1-${stranger.pid}"}`, { mode: 0o600 });

  const ran = await corner.cli(["stop", "--now"]);

  expect(ran).toMatchObject({ code: 0, out: "ok  not running, nothing to stop\n" });
  expect(isAlive(stranger.pid)).toBeTrue();
  stranger.kill();
});
