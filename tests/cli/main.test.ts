import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { protocolVersion } from "../../src/control/contract.ts";
import { version } from "../../src/version.ts";
import { type Corner, newCorner } from "../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("a mistyped command gets the nearest ones and exit code 2", async () => {
  const ran = await corner.cli(["stat"]);

  expect(ran).toMatchObject({ code: 2, out: "" });
  expect(ran.err).toMatch(/^error: unknown command "stat"\ndid you mean: .*stats.*status|status.*stats/);
  expect((await corner.cli(["xyzzy"])).err).toContain("try: proxy-cli --help");
});

test("version and help work before anything is set up", async () => {
  expect(await corner.cli(["-V"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  expect((await corner.cli(["--help"])).out).toStartWith(`proxy-cli ${version}: `);
  expect((await corner.cli(["help", "switch"])).out).toStartWith("proxy-cli switch-upstream: ");
  expect((await corner.cli(["stats", "-h"])).out).toContain("--hours <n>");
});

test("options that every command takes may stand before and after it", async () => {
  for (const words of [
    ["--json", "status"],
    ["status", "--json"],
  ]) {
    expect(JSON.parse((await corner.cli(words)).out)).toMatchObject({ schema: 1, running: false });
  }
});

test("an option that nobody knows is told, also without a command", async () => {
  expect(await corner.cli(["--jsno"])).toMatchObject({ code: 2, out: "" });
});

test("without a home folder that is said, not thrown", async () => {
  const ran = await corner.cli(["status"], { PROXY_CLI_HOME: "relative/path" });

  expect(ran).toMatchObject({ code: 78, out: "" });
  expect(ran.err).toStartWith("error: there is no home folder\n");
});

/** A daemon of another age on the socket of a home. */
const strangeDaemon = (protocol: number) => {
  mkdirSync(corner.home, { mode: 0o700 });
  const headers = { "x-proxy-version": "0.0.1", "x-proxy-protocol": String(protocol) };
  const config = {
    generation: 1,
    file: "/c.yaml",
    settings: [{ name: "log.level", value: "info", source: "default" }],
  };
  return Bun.serve({ unix: join(corner.home, "daemon.sock"), fetch: () => Response.json(config, { headers }) });
};

test("D-23: a daemon of another version is warned about once, on stderr", async () => {
  const daemon = strangeDaemon(protocolVersion);

  const ran = await corner.cli(["config", "--get", "log.level"]);
  await daemon.stop(true);

  expect(ran).toMatchObject({ code: 0, out: "info\n" });
  expect(ran.err).toBe(
    `warning: daemon 0.0.1, CLI ${version}\ntry: proxy-cli restart   (running answers finish first)\n`,
  );
});

test("D-23: a daemon that speaks another protocol is not misunderstood", async () => {
  const daemon = strangeDaemon(protocolVersion + 1);

  const ran = await corner.cli(["config", "--get", "log.level"]);
  await daemon.stop(true);

  expect(ran).toMatchObject({ code: 76, out: "" });
  expect(ran.err).toContain("try: proxy-cli restart\n");
});
